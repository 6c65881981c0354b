"""No reference and no right alternative mixes devices: all would run on a GPU. None is needed to tell.

The cases run with tensors that say they are on another device and hold their values in a CPU tensor,
so `if`, `.item()`, `.tolist()` and loops work as ever. A tensor made without `device=` is on the CPU, and
an operation that gets it together with one of the others is refused, as on a GPU.

Not seen: question 30, whose given models make CPU tensors themselves, so that nothing can be elsewhere;
lines that no case comes to; a result without inputs, as of `encode_pairs`, for which the CPU is as good a
place as any; in-place changes of a shape, such as `squeeze_`; a generator of the wrong device. Refused
although a GPU allows it: `torch.tensor` of a list that holds tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from interview.bank import open_bank
from interview.bank.files import read_bank_file
from interview.grading.execution.execution import (
    Namespace,
    default_dtype,
    frames_in_file,
    load_weights,
)
from interview.grading.execution.initialisation import undrawn
from interview.grading.execution.inputs import Inputs, reseed
from interview.grading.execution.program import Program
from interview.grading.judge.bench import Bench
from interview.model.question import Case, Given

DEVICE = torch.device("lazy", 0)
"""What the tensors say: of the devices that every build of torch can name, the one that is treated like
a GPU. Of "meta" torch thinks that it has no values."""
SEED = 101
BANK = open_bank(None)
CARDS = [card for card in BANK.cards if card.number != 30]  # as said above

aten = torch.ops.aten
TRANSFERS = (aten.copy_, aten._to_copy)
INDEXING = (aten.index, aten.index_put, aten.index_put_)
TAKING_A_SCALAR = (*INDEXING, aten.fill, aten.fill_, aten.masked_fill, aten.masked_fill_)
"""With the pointwise operations, where a number may come as a CPU tensor without axes."""


class Elsewhere(Tensor):
    """A tensor that says it is on DEVICE; its values are those of `held`, on the CPU."""

    held: Tensor
    __torch_function__ = torch._C._disabled_torch_function_impl

    @staticmethod
    def __new__(cls, held: Tensor) -> Elsewhere:
        layout = {"strides": held.stride(), "storage_offset": held.storage_offset()}
        return Tensor._make_wrapper_subclass(
            cls, held.shape, dtype=held.dtype, device=DEVICE, **layout
        )

    def __init__(self, held: Tensor) -> None:
        self.held = held

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return carried_out(func, args, kwargs or {})

    def tolist(self) -> Any:
        return self.held.tolist()  # torch's own refuses subclasses

    def __repr__(self, **_: Any) -> str:
        return f"Elsewhere({self.held})"


class TwoDevices(TorchDispatchMode):
    """Within the block tensors can be made on DEVICE and moved there, values and all.

    It sees what gets no tensor that is there already: a factory, or `to`. A module's parameters stay the
    same objects when it is moved, as on the way to a GPU.
    """

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # True makes torch import its compiler

    def __enter__(self) -> TwoDevices:
        torch._C._set_only_lift_cpu_tensors(True)  # `torch.tensor(…, device=…)` keeps its values
        torch.__future__.set_swap_module_params_on_conversion(True)
        return super().__enter__()

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        torch.__future__.set_swap_module_params_on_conversion(False)
        torch._C._set_only_lift_cpu_tensors(False)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return carried_out(func, args, kwargs or {})


class Mixed(RuntimeError):
    """An operation got tensors of both devices."""


def carried_out(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The operation on the CPU; its results are where it was asked for, or where its tensors are."""
    tensors: list[Tensor] = []

    def taken(tensor: Tensor) -> Tensor:
        tensors.append(tensor)
        return held(tensor)

    on_cpu = changed(args, taken)
    named = {name: changed(value, taken) for name, value in kwargs.items()}
    elsewhere = any(isinstance(tensor, Elsewhere) for tensor in tensors)
    if elsewhere and not all(isinstance(t, Elsewhere) for t in bound(func, args, tensors)):
        raise Mixed(f"{func._overloadpacket} gets tensors of two devices")
    if named.get("device") is not None:
        elsewhere = named["device"].type == DEVICE.type
        named["device"] = torch.device("cpu")
    # What an operation in place returns is the tensor that it was given.
    known = {id(held(tensor)): tensor for tensor in tensors}

    def placed(made: Tensor) -> Tensor:
        if id(made) in known:
            return known[id(made)]
        return Elsewhere(made) if elsewhere else made

    return changed(func(*on_cpu, **named), placed)


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


def tensors_in(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        for name in sorted(value, key=str):
            yield from tensors_in(value[name])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item)


def changed(value: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """The same arguments or results with every tensor changed."""
    if isinstance(value, Tensor):
        return change(value)
    if isinstance(value, list | tuple):
        return type(value)([changed(item, change) for item in value])
    return value


class MovedInputs(Inputs):
    """The inputs of a program on DEVICE, and the given modules too."""

    def prepare_tensor(self, value: Tensor, name: str) -> None:
        super().prepare_tensor(value, name)
        self.known[id(value)] = self.known[id(value)].to(DEVICE)

    def construct(self, given: Given) -> Any:
        made = super().construct(given)
        return made.to(DEVICE) if isinstance(made, nn.Module) else made


def results(module: Namespace, program: Program, given: Namespace) -> list[Any]:
    """What the calls return, with everything that is handed in, and what was constructed, on DEVICE."""
    returned: list[Any] = []
    with default_dtype(program.dtype), TwoDevices():
        reseed(program.seed)
        inputs = MovedInputs(program, given)
        target = getattr(module, program.of)
        if program.constructed:
            with undrawn():
                target = target(**inputs.made(program.build))
        if isinstance(target, nn.Module):
            target.to(inputs.dtype).train(program.mode == "train")
            load_weights(
                dict(target.named_parameters(remove_duplicate=False)), program.parameters or {}
            )
            target.to(DEVICE)
        reseed(program.seed)
        for step in program.steps:
            arguments = {k: inputs.made(v, returned) for k, v in step.items() if k != "method"}
            function = getattr(target, step["method"]) if "method" in step else target
            returned.append(function(**arguments))
    return returned


Outcomes = dict[str, list[bool] | str]
"""By case, whether each tensor of the results is on DEVICE; or why and in which line it fails."""


def outcomes(bench: Bench, source: str, filename: str) -> Outcomes:
    module = bench.executed(source, filename)
    by_case: Outcomes = {}
    for program in bench.programs:
        case = bench.case(program)
        if isinstance(case, Case) and program.variant == "values" and case.name not in by_case:
            try:
                made = tensors_in(results(module, program, bench.given))
                by_case[case.name] = [isinstance(tensor, Elsewhere) for tensor in made]
            except Exception as error:
                places = [
                    f"in {function}" for _line, function, _code in frames_in_file(error, filename)
                ]
                by_case[case.name] = "; ".join([str(error), *places[-1:]])
    return by_case


def faults(expected: Outcomes, observed: Outcomes) -> set[str]:
    """What fails, and what is returned on the CPU although the reference's is on DEVICE."""
    told = {places for places in observed.values() if isinstance(places, str)}
    for name, places in observed.items():
        wanted = expected[name]
        if isinstance(wanted, list) and isinstance(places, list):
            left = [w and not p for w, p in zip(wanted, places, strict=True)]
            told |= {"a result is left on the CPU"} if any(left) else set()
    return told


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Tensors this small are not worth a second one, which only waits for the tests beside these."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_no_device_is_mixed(card):
    bench = Bench(card, SEED)
    expected = outcomes(bench, bench.reference, bench.filename)
    told = {card.reference.name: faults(expected, expected)}
    for path in card.alternatives:
        told[path.name] = faults(expected, outcomes(bench, read_bank_file(path), str(path)))
    assert {name: problems for name, problems in told.items() if problems} == {}


@pytest.mark.parametrize(
    ("number", "right", "wrong", "where"),
    [
        (10, "dtype=torch.bool, device=x.device)", "dtype=torch.bool)", "in attend"),
        (24, "~present, 0.0)", "~present, 0.0).cpu()", "left on the CPU"),
        (25, "torch.ones_like(scores, dtype", "torch.ones(T, T, dtype", "in best_spans"),
    ],
)
def test_a_planted_mistake_is_told(number, right, wrong, where):
    bench = Bench(BANK.cards[number - 1], SEED)
    expected = outcomes(bench, bench.reference, bench.filename)
    assert bench.reference.count(right) == 1
    planted = outcomes(bench, bench.reference.replace(right, wrong), "planted.py")
    assert any(where in fault for fault in faults(expected, planted))


X = torch.tensor([[1.0, -2.0, 3.0], [4.0, 0.0, -6.0]])


@pytest.mark.parametrize(
    "attempt",
    [
        lambda x: x + torch.ones(2, 3),
        lambda x: x @ torch.eye(3),
        lambda x: x.masked_fill(torch.ones(2, 3, dtype=torch.bool).triu(1), 0.0),
        lambda x: torch.cat([x, torch.zeros(1, 3)]),
        lambda x: torch.stack([x.sum(), torch.zeros(())]),
        lambda x: torch.zeros(()).add_(x.sum()),
        lambda x: torch.ones(3) * x.sum(),
        lambda x: torch.arange(3)[x.argmax(dim=1)],
        lambda x: torch.zeros(3).index_put((torch.tensor([0, 1]),), x[:, 0]),
        lambda x: x[0].index_put((torch.tensor([0, 1]),), torch.ones(2)),
        lambda x: torch.zeros(3).scatter(0, x.argmax(dim=1), 1.0),
        lambda x: nn.Linear(3, 1)(x),
    ],
)
def test_what_a_gpu_refuses_is_refused(attempt):
    attempt(X)
    with TwoDevices(), pytest.raises(Mixed):
        attempt(X.to(DEVICE))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda x: 2 * x + torch.tensor(1.0),
        lambda x: torch.zeros(()) + x,
        lambda x: torch.where(x > 0, x, torch.tensor(0.0)),
        lambda x: x.masked_fill(x > 0, torch.tensor(0.0)),
        lambda x: x[torch.tensor([1, 0])],
        lambda x: x.clone().index_put_((torch.tensor([0]),), torch.tensor(5.0)),
        lambda x: x + torch.tensor([1.0, 2.0, 3.0], device=x.device),
        lambda x: x + x.new_tensor([1.0, 2.0, 3.0]),
        lambda x: x + torch.ones(2, 3).to(x),
        lambda x: torch.zeros_like(x).copy_(torch.ones(2, 3)),
        lambda x: x.new_tensor([max(row) for row in x.tolist()]) if x.any() else x,
        lambda x: x + torch.arange(3, device=x.device),
    ],
)
def test_what_a_gpu_allows_has_its_values(attempt):
    with TwoDevices():
        got = attempt(X.to(DEVICE))
    assert isinstance(got, Elsewhere)
    assert got.held.equal(attempt(X))


def test_gradients_are_where_their_parameters_are():
    layer = nn.Linear(3, 1)
    weight = layer.weight
    with TwoDevices():
        layer.to(DEVICE)(X.to(DEVICE)).sum().backward()
    assert layer.weight is weight
    assert weight.grad.held.equal(X.sum(dim=0, keepdim=True))
