"""Every operation of torch that a program carries out: what it gave, of what it was made, in which lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

MOST_STAGES = 1500
MOST_STAGE_NUMBERS = 300_000
"""Of all stages together; of what has more, nothing is said."""
MOST_LINES = 4
UNTOLD = ("empty", "new_empty", "detach", "alias", "lift_fresh", "_local_scalar_dense")
"""Operations that make no value."""


@dataclass(frozen=True)
class RecordedStage:
    """What one operation gave."""

    lines: tuple[int, ...]
    """The lines of the code's own file that it was called from, the innermost first."""
    parents: tuple[int, ...]
    """The stages that it was made of."""
    function: int
    """In which line the function of the innermost begins; 0 where there is none."""
    value: Tensor | None
    """None where it holds no floating numbers: a mask or whole numbers."""
    made: tuple[int, ...] | None = None
    """The shape of what memory was taken for; None of a view, and of what is written in place."""


class OperationRecorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Records in its block. An operation that writes into a tensor gives the whole of it anew."""

    def __init__(self, filename: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.filename = filename
        self.stages: list[RecordedStage] = []
        self.complete = True
        self.numbers = 0
        self.bases: dict[int, Tensor] = {}
        """The first tensor in each storage; held, so that no other storage gets its address."""
        self.last: dict[int, int] = {}
        """The last stage in each storage."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Else torch 2.13 imports its compiler, which takes a second and writes to a folder."""
        return False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        given = list(tensors_in([args, kwargs]))
        known = {self.base(tensor) for tensor in given}
        result = func(*args, **kwargs)
        if self.complete:
            made = list(tensors_in(result))
            if func._schema.is_mutable:
                made += [tensor for tensor in given[:1] if not made]
            name = func._schema.name.partition("::")[2]
            for tensor in made:
                address = self.base(tensor)
                if not name.startswith(UNTOLD):
                    written = func._schema.is_mutable and address in known
                    shape = None if address in known else tuple(tensor.shape)
                    self.add(self.bases[address] if written else tensor, address, known, shape)
        return result

    def base(self, tensor: Tensor) -> int:
        address: int = tensor.untyped_storage()._cdata
        self.bases.setdefault(address, tensor)
        return address

    def add(
        self, tensor: Tensor, address: int, known: set[int], made: tuple[int, ...] | None
    ) -> None:
        self.numbers += tensor.numel()
        if len(self.stages) >= MOST_STAGES or self.numbers > MOST_STAGE_NUMBERS:
            self.complete = False
            return
        parents = sorted(self.last[one] for one in known if one in self.last)
        value = tensor.detach().clone() if tensor.is_floating_point() else None
        lines, function = own_lines(self.filename)
        self.stages.append(RecordedStage(tuple(lines), tuple(parents), function, value, made))
        self.last[address] = len(self.stages) - 1

    @property
    def told(self) -> list[RecordedStage] | None:
        """All stages; None where there were more than are told."""
        return self.stages if self.complete else None


def tensors_in(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        yield from tensors_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item)


def own_lines(filename: str) -> tuple[list[int], int]:
    """Of the code's own file: the lines, the innermost first, and where the function of that begins."""
    frame, lines, function = sys._getframe(1), list[int](), 0
    while frame is not None and len(lines) < MOST_LINES:
        if frame.f_code.co_filename == filename and frame.f_lineno:
            function = function or frame.f_code.co_firstlineno
            lines.append(frame.f_lineno)
        frame = frame.f_back  # type: ignore[assignment]
    return lines, function
