"""Tensors that say they are on another device and hold their values on the CPU: no GPU is needed to mix devices.

`if`, `.item()`, `.tolist()` and loops work as ever. A tensor made without `device=` is on the CPU, and an
operation that gets it together with one from elsewhere is refused, as on a GPU. Of every tensor on the
CPU it is known in which line of the code it was made.
"""

from __future__ import annotations

import linecache
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import FrameType
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

DEVICE = torch.device("lazy", 0)
"""What the tensors say: of the devices that every build of torch can name, the one that is treated like
a GPU. Of "meta" torch thinks that it has no values."""
CPU = torch.device("cpu")
LONGEST_CODE = 120
OPS = torch.ops.aten
TRANSFERS = (OPS.copy_, OPS._to_copy)
INDEXING = (OPS.index, OPS.index_put, OPS.index_put_)
TAKING_A_SCALAR = (*INDEXING, OPS.fill, OPS.fill_, OPS.masked_fill, OPS.masked_fill_)
"""With the pointwise operations, where a number may come as a CPU tensor without axes."""
CodePlace = tuple[int, str, str]
"""Line, function and code of a place in the learner's file."""


class Elsewhere(Tensor):
    """A tensor that says it is on DEVICE; its values are those of `held`, on the CPU."""

    held: Tensor
    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]

    @staticmethod
    def __new__(cls, held: Tensor) -> Elsewhere:
        return Tensor._make_wrapper_subclass(
            cls,
            held.shape,
            strides=held.stride(),
            storage_offset=held.storage_offset(),
            dtype=held.dtype,
            device=DEVICE,
        )

    def __init__(self, held: Tensor) -> None:
        self.held = held

    @classmethod
    def __torch_dispatch__(  # type: ignore[override]
        cls, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        return carried_out(func, args, kwargs or {}, "")

    def tolist(self) -> Any:
        return self.held.tolist()  # torch's own refuses subclasses

    def numpy(self, **_: Any) -> Any:
        raise TypeError(f"can't convert {DEVICE} device type tensor to numpy: use .cpu() first")

    def __repr__(self, **_: Any) -> str:  # type: ignore[override]
        return f"Elsewhere({self.held})"


class MixedDevices(RuntimeError):
    """An operation got tensors of both devices."""

    def __init__(self, fault: dict[str, Any]) -> None:
        super().__init__("Expected all tensors to be on the same device, but found two devices")
        self.fault = fault
        """What met what and where, as plain data."""


class TwoDevices(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Within the block tensors can be made on DEVICE and moved there, values and all.

    It sees what gets no tensor that is there already: a factory, or `to`. A module's parameters stay the
    same objects when it is moved, as on the way to a GPU.
    """

    def __init__(self, filename: str) -> None:
        """filename: the file whose lines are told."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.filename = filename

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # True makes torch import its compiler

    def __enter__(self) -> TwoDevices:
        torch._C._set_only_lift_cpu_tensors(True)  # `torch.tensor(…, device=…)` keeps its values
        torch.__future__.set_swap_module_params_on_conversion(True)
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)  # type: ignore[no-untyped-call]
        torch.__future__.set_swap_module_params_on_conversion(False)
        torch._C._set_only_lift_cpu_tensors(False)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if Elsewhere in types or kwargs.get("device", CPU) not in (CPU, None):
            return carried_out(func, args, kwargs, self.filename)
        result = func(*args, **kwargs)
        note_origin(result, args, self.filename)
        return result


@cache
def devices_can_be_told() -> bool:
    """Whether this torch does what all of this rests on; its internals may change."""
    here = torch.ones(2)
    try:
        with TwoDevices(""):
            there = here.to(DEVICE)
            made = torch.tensor([1.0, 2.0], device=DEVICE)
            right = bool((there + made)[1] == 3) and bool((2 * there)[0] == 2)
            right = right and isinstance(there.new_ones(2) + there, Elsewhere)
            right = right and not isinstance(there.cpu(), Elsewhere)
            try:
                there + here
            except MixedDevices:
                return right
    except Exception:
        pass
    return False


def carried_out(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any], filename: str) -> Any:
    """The operation on the CPU; its results are where it was asked for, or where its tensors are."""
    tensors: list[Tensor] = []

    def taken(tensor: Tensor) -> Tensor:
        tensors.append(tensor)
        return held(tensor)

    on_cpu = [with_tensors(value, taken) for value in args]
    named = {name: with_tensors(value, taken) for name, value in kwargs.items()} if kwargs else {}
    there = [isinstance(tensor, Elsewhere) for tensor in tensors]
    elsewhere = True in there
    if elsewhere and False in there:
        refuse_mixed(bound(func, args, tensors), filename)
    if named.get("device") is not None:
        elsewhere = named["device"].type == DEVICE.type
        named["device"] = CPU

    def placed(made: Tensor) -> Tensor:
        for tensor in tensors:  # what an operation in place returns is the tensor that it was given
            if made is held(tensor):
                return tensor
        return Elsewhere(made) if elsewhere else made

    results = func(*on_cpu, **named)
    if not elsewhere:
        note_origin(results, (), filename)
    return with_tensors(results, placed)


def bound(func: Any, args: tuple[Any, ...], tensors: list[Tensor]) -> list[Tensor]:
    """Those of the tensors that have to be on one device."""
    packet = func._overloadpacket
    if packet in TRANSFERS:
        return []
    free = set()
    if packet in INDEXING and isinstance(args[0], Elsewhere):
        free = {id(index) for index in args[1]}
    if packet in TAKING_A_SCALAR or torch.Tag.pointwise in func.tags:
        given = tensors[1:] if func._schema.is_mutable else tensors
        free |= {id(t) for t in given if t.dim() == 0 and not isinstance(t, Elsewhere)}
    return [tensor for tensor in tensors if id(tensor) not in free]


def held(tensor: Tensor) -> Tensor:
    return tensor.held if isinstance(tensor, Elsewhere) else tensor


def with_tensors(value: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """The same arguments or results with every tensor changed."""
    if isinstance(value, Tensor):
        return change(value)
    if type(value) in (list, tuple):
        return type(value)([with_tensors(item, change) for item in value])
    return value


# What is told where devices are mixed.


def refuse_mixed(tensors: list[Tensor], filename: str) -> None:
    """Raises MixedDevices if some of the tensors are elsewhere and some are not."""
    here = next((tensor for tensor in tensors if not isinstance(tensor, Elsewhere)), None)
    there = next((tensor for tensor in tensors if isinstance(tensor, Elsewhere)), None)
    if here is None or there is None:
        return
    frames, made = list(learners_frames(filename)), origin_of([here])
    fault = {
        "name": name_in(frames, here) or assigned_name(made),
        "shape": list(here.shape),
        "made": made,
        "beside": name_in(frames[:1], there),
        "met": code_place(frames),
    }
    raise MixedDevices(fault)


def note_origin(results: Any, args: Sequence[Any], filename: str) -> None:
    """Notes of tensors on the CPU where they were made, or what they were made from."""
    for result in results if type(results) in (list, tuple) else (results,):
        if isinstance(result, Tensor) and not hasattr(result, "made_at"):
            sources = [arg for arg in args if isinstance(arg, Tensor)]
            place = origin_of(sources) or code_place(learners_frames(filename))
            result.made_at = place  # type: ignore[attr-defined]


def origin_of(tensors: Iterable[Tensor]) -> CodePlace | None:
    """Where the first of these that is on the CPU was made."""
    places = (getattr(tensor, "made_at", None) for tensor in tensors)
    return next((place for place in places if place is not None), None)


def learners_frames(filename: str) -> Iterator[FrameType]:
    """The frames of the learner's file, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == filename:
            yield frame
        frame = frame.f_back


def code_place(frames: Iterable[FrameType]) -> CodePlace | None:
    """Where the first of these frames is."""
    for frame in frames:
        code = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
        return frame.f_lineno, frame.f_code.co_name, code[:LONGEST_CODE]
    return None


def name_in(frames: Iterable[FrameType], tensor: Tensor) -> str:
    """What the code calls a tensor, or what it is a part of: a variable or an attribute; else nothing."""
    for frame in frames:
        values = dict(named_values(frame.f_locals))
        for same in (is_itself, is_part_of):
            for name, value in values.items():
                if isinstance(value, Tensor) and same(tensor, value):
                    return name
    return ""


def assigned_name(place: CodePlace | None) -> str:
    """What a line gives a name to."""
    found = re.match(r"([\w.]+)(: [^=]+)? = ", place[2]) if place else None
    return found[1] if found else ""


def is_itself(tensor: Tensor, other: Tensor) -> bool:
    return tensor is other


def is_part_of(tensor: Tensor, other: Tensor) -> bool:
    """Whether they lie in the same memory."""
    storages = [held(one).untyped_storage().data_ptr() for one in (tensor, other)]
    return type(tensor) is type(other) and storages[0] == storages[1] != 0


def named_values(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Variables, and the attributes of `self`."""
    yield from variables.items()
    own = getattr(variables.get("self"), "__dict__", {})
    for name, value in {**own, **own.get("_buffers", {}), **own.get("_parameters", {})}.items():
        yield f"self.{name}", value
