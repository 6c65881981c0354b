"""What happened when a program was carried out: one of four kinds of facts, none of them an opinion."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from interview.grading.execution.recording import RecordedStage

HowMissing: TypeAlias = Literal["not defined", "not callable"]


@dataclass(frozen=True)
class Error:
    """An exception as plain data: what it is, what it says, and where in the learner's file."""

    type: str
    kinds: tuple[str, ...]
    """The built-in exceptions that it is one of."""
    message: str
    trace: tuple[tuple[int, str, str], ...]
    """Line, function and code of each frame in the learner's file, innermost last."""
    line: int | None = None
    """Of a syntax error, as `text` and `offset`."""
    text: str | None = None
    offset: int | None = None

    def is_a(self, kind: str) -> bool:
        return kind in self.kinds


@dataclass(frozen=True)
class Missing:
    """There is nothing to be called."""

    how: HowMissing


@dataclass(frozen=True)
class Mismatch:
    """The parameters are not those of the reference: the names and shapes that are there instead."""

    parameters: dict[str, list[int]]


@dataclass(frozen=True)
class Raised:
    """Something was raised."""

    error: Error
    returned: bool
    """Whether all calls had returned before it."""


@dataclass(frozen=True)
class Returned:
    """All calls returned."""

    results: list[Any]
    beside: dict[str, Any] = field(default_factory=dict)
    """What each kind of check has observed beside the results, by its name."""
    stages: list[RecordedStage] | None = None
    """What each operation gave, where the program is recorded and there is not too much of it."""


Facts: TypeAlias = Missing | Mismatch | Raised | Returned


def facts_as_data(facts: Facts) -> dict[str, Any]:
    """The facts as they are sent; `judge.admission` takes them in."""
    match facts:
        case Missing(how):
            return {"missing": how}
        case Mismatch(parameters):
            return {"parameters": parameters}
        case Raised(error, returned):
            return {"error": asdict(error), "returned": returned}
        case Returned(results, beside, None):
            return {"results": results, **beside}
        case Returned(results, beside, stages):
            return {"results": results, **beside, "stages": list(map(stage_as_data, stages or []))}


def stage_as_data(stage: RecordedStage) -> tuple[Any, ...]:
    places = stage.lines, stage.functions, stage.statement, stage.built
    return *places, stage.parents, stage.bare, stage.value, stage.made
