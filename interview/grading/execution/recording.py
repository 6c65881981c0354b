"""Every operation of torch that a program carries out: what it gave, of what it was made, in which lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from interview.grading.execution.statements import NO_STATEMENT, StatementSpan, statement_spans
from interview.grading.wire.foreign import SENDABLE_DTYPES

MOST_STAGES = 1500
MOST_STAGE_NUMBERS = 300_000
"""Of all stages together; of what has more, nothing is said."""
MOST_LINES = 4
UNTOLD = ("empty", "new_empty", "detach", "alias", "_local_scalar_dense")
"""Operations that make no value."""
FROM_PYTHON = "lift_fresh"
"""What gives a tensor of Python's numbers."""
NUMBER_DTYPES = SENDABLE_DTYPES - {torch.bool}
CALLS_OF_MODULES = ("forward", "_call_impl", "_wrapped_call_impl")


@dataclass(frozen=True)
class RecordedStage:
    """What one operation gave."""

    lines: tuple[int, ...]
    """The lines of the code's own file that it was called from, the innermost first."""
    parents: tuple[int, ...]
    """The stages that it was made of."""
    functions: tuple[int, ...]
    """For each of these lines, in which line its function begins."""
    value: Tensor | None
    """None where it holds no real numbers: a mask."""
    bare: bool = False
    """Whether it was made of no tensor at all, as of Python's numbers."""
    statement: StatementSpan = NO_STATEMENT
    """From which line to which the statement of the innermost goes."""
    built: StatementSpan = NO_STATEMENT
    """The statement that constructed the module which is called there; (0, 0) where none is."""
    made: tuple[int, ...] | None = None
    """The shape of what memory was taken for; None of a view, and of what is written in place."""


class OperationRecorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Records in its block. An operation that writes into a tensor gives the whole of it anew."""

    def __init__(self, filename: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.filename = filename
        self.spans = statement_spans(filename)
        self.stages: list[RecordedStage] = []
        self.complete = True
        self.numbers = 0
        self.bases: dict[int, Tensor] = {}
        """The first tensor in each storage; held, so that no other storage gets its address."""
        self.last: dict[int, int] = {}
        """The last stage in each storage."""
        self.built: dict[int, tuple[nn.Module, StatementSpan]] = {}
        """The statement that constructed each module; it is held for the same reason."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Else torch 2.13 imports its compiler, which takes a second and writes to a folder."""
        return False

    def __enter__(self) -> OperationRecorder:
        self.plain_init = plain_init = nn.Module.__init__

        def noted_init(module: nn.Module, *args: Any, **kwargs: Any) -> None:
            lines = own_lines(self.filename).lines
            if lines:
                self.built[id(module)] = module, self.spans.get(lines[0], NO_STATEMENT)
            plain_init(module, *args, **kwargs)

        nn.Module.__init__ = noted_init  # type: ignore[method-assign, assignment]
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *error: Any) -> None:
        nn.Module.__init__ = self.plain_init  # type: ignore[method-assign]
        super().__exit__(*error)  # type: ignore[no-untyped-call]

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
                    whole = self.bases[address] if written else tensor
                    self.add(whole, address, set() if name == FROM_PYTHON else known, shape)
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
        place = own_lines(self.filename)
        _, built = self.built.get(id(place.module), (None, NO_STATEMENT))
        stage = RecordedStage(
            lines=tuple(place.lines),
            parents=tuple(parents),
            functions=tuple(place.functions),
            value=tensor.detach().clone() if tensor.dtype in NUMBER_DTYPES else None,
            bare=not known,
            statement=self.spans.get(place.lines[0], NO_STATEMENT) if place.lines else NO_STATEMENT,
            built=built,
            made=made,
        )
        self.stages.append(stage)
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


@dataclass(frozen=True)
class OwnPlace:
    """Where in the code's own file an operation is called from."""

    lines: list[int]
    """The innermost first."""
    functions: list[int]
    """In which lines the functions of these begin."""
    module: nn.Module | None
    """The module, of another file, that is called in the innermost."""


def own_lines(filename: str) -> OwnPlace:
    frame: FrameType | None = sys._getframe(1)
    lines, functions = list[int](), list[int]()
    module = None
    while frame is not None and len(lines) < MOST_LINES:
        if frame.f_code.co_filename == filename:
            if frame.f_lineno:
                lines.append(frame.f_lineno)
                functions.append(frame.f_code.co_firstlineno)
        elif not lines and frame.f_code.co_name in CALLS_OF_MODULES:
            called = frame.f_locals.get("self")
            module = called if isinstance(called, nn.Module) else module
        frame = frame.f_back
    return OwnPlace(lines, functions, module)
