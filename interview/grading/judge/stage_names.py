"""The values of the reference's own variables that a question's `stages` name."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from torch import Tensor

from interview.grading.judge.bench import Bench
from interview.grading.judge.imprints import imprint_of
from interview.model.question import Case
from interview.model.stage_key import stage_variable


@dataclass
class NamedValues:
    """For each key of `stages` the tensors that it stood for, as they were."""

    filename: str
    keys: Iterable[str]
    found: dict[str, list[Tensor]] = field(default_factory=dict)
    told: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    """For each call that has not returned yet, the values that each variable has had."""

    def __post_init__(self) -> None:
        self.wanted = {key: stage_variable(key) for key in self.keys}
        self.names = {name for name, _ in self.wanted.values()}
        self.found = {key: [] for key in self.wanted}
        self.codes: dict[CodeType, bool] = {}

    def called(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code not in self.codes:
            own = code.co_filename == self.filename
            self.codes[code] = own and bool(self.names & {*code.co_varnames, *code.co_cellvars})
        return self.stepped if self.codes[code] else None

    def stepped(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Before each line, and before it returns: what is new in a variable."""
        seen = self.told.setdefault(id(frame), {})
        for name in self.names:
            value = frame.f_locals.get(name)
            if isinstance(value, Tensor):
                values = seen.setdefault(name, [])
                if not values or values[-1][0] is not value:
                    values.append((value, value.detach().clone()))
        if event == "return":
            self.leave(self.told.pop(id(frame)))
        return self.stepped

    def leave(self, seen: dict[str, list[Any]]) -> None:
        for key, (name, place) in self.wanted.items():
            values = seen.get(name, [])
            if -len(values) <= place < len(values):
                self.found[key].append(values[place][1])


@contextmanager
def stage_values(filename: str, keys: Iterable[str]) -> Iterator[dict[str, list[Tensor]]]:
    """Filled while the reference runs in the block."""
    named = NamedValues(filename, keys)
    before = sys.gettrace()
    sys.settrace(named.called)
    try:
        yield named.found
    finally:
        sys.settrace(before)


def stages_without_value(bench: Bench) -> list[str]:
    """The keys of `stages` for which the reference has nothing in any case that could be known again."""
    left = list(bench.question.exercise.stages)
    for program in bench.programs:
        if left and program.variant == "values" and isinstance(bench.case(program), Case):
            with stage_values(bench.filename, left) as named:
                bench.run_reference(program)
            left = [key for key in left if not any(map(imprint_of, named[key]))]
    return left
