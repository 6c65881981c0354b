"""What a runner says, taken in: only what was asked for, in the agreed form and size, and none of it believed.

What is not of that form is a `WireError`, and the attempt's own doing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import Tensor

from interview.grading.checks.table import CHECKS
from interview.grading.execution.facts import Error, Facts, Mismatch, Missing, Raised, Returned
from interview.grading.execution.recording import (
    MOST_LINES,
    MOST_STAGE_NUMBERS,
    MOST_STAGES,
    RecordedStage,
)
from interview.grading.execution.statements import StatementSpan
from interview.grading.wire.bounds import MAX_PARAMETERS, WireError
from interview.grading.wire.foreign import MAX_AXES, MAX_NAME
from interview.model.verdict import Finding
from interview.text import inert_line

MAX_MESSAGE, MAX_LINE, MAX_LINES, MAX_KINDS, MAX_FORBIDDEN = 2000, 240, 10, 20, 20
"""How much of an error is kept: bytes of its message and of a line, and how many of what it lists."""
MOST_SOURCE_LINES = 2**20
"""More than any attempt can have."""
MOST_OF_AN_AXIS = 2**31
RunEnd = Literal["done", "timeout", "gone", "junk", "costly"]


@dataclass(frozen=True)
class FileError:
    """What was raised before there was anything to call."""

    stage: Literal["compile", "import"]
    error: Error


@dataclass
class Run:
    """What an attempt did: facts, and beside them what the judge has found wrong with them so far."""

    facts: dict[int, Facts] = field(default_factory=dict)
    file_error: FileError | None = None
    """Where the file as a whole could not be executed."""
    forbidden: list[tuple[str, int | None]] = field(default_factory=list)
    """Names, and the lines they stand in, or None where they were called."""
    ended: RunEnd = "gone"
    status: dict[str, Any] = field(default_factory=dict)
    """`exit` or `signal` of the process, where it ended without an answer, and its `cpu` seconds."""
    output: str = ""
    seconds: float = 0.0
    allowed: float = 0.0
    """The seconds of computing it was given."""
    order: list[int] | None = None
    """The programs in the order in which it is asked for them, where that is not all in theirs."""
    found: dict[int, Finding | None] = field(default_factory=dict)
    """By program, as far as they have been compared."""
    whole: bool = False
    """Whether something was said of the file as a whole; then nothing more is to be said."""

    def order_of(self, programs: int) -> Sequence[int]:
        """As it is asked for them, of so many in all."""
        return range(programs) if self.order is None else self.order

    def accept(self, frame: dict[str, Any], programs: int) -> None:
        """Takes one frame in, of a run of so many programs; raises WireError, whatever the frame is."""
        try:
            self.take_in(frame, programs)
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"a frame of another form ({type(error).__name__})") from None

    def take_in(self, frame: dict[str, Any], programs: int) -> None:
        stage = frame.get("stage")
        if self.whole:
            raise WireError("more than there is to say")
        self.forbidden = admit_forbidden(frame)
        if stage in ("compile", "import", "syntax"):
            self.whole = True
            if stage != "syntax":
                self.file_error = FileError(stage, admit_error(frame.get("error")))
            return
        index, facts = frame.get("index"), frame.get("facts")
        if stage != "run" or type(index) is not int or not isinstance(facts, dict):
            raise WireError("a frame of an unknown kind")
        if index not in self.order_of(programs) or index in self.facts:
            raise WireError("an answer that was not asked for")
        self.forbidden = admit_forbidden(facts)
        self.facts[index] = admit_facts(facts)


def admit_facts(facts: dict[str, Any]) -> Facts:
    """Only the agreed keys, each of the agreed type."""
    if "missing" in facts:
        return admit_missing(facts["missing"])
    if "parameters" in facts:
        return Mismatch(admit_shapes(facts["parameters"]))
    if "error" in facts:
        return Raised(admit_error(facts["error"]), facts.get("returned") is True)
    results = facts.get("results")
    if not isinstance(results, list):
        raise WireError("no results")
    beside = {name: c.admit(facts[name]) for name, c in CHECKS.items() if name in facts}
    return Returned(results, beside, admit_stages(facts["stages"]) if "stages" in facts else None)


def admit_stages(stages_told: Any) -> list[RecordedStage]:
    """What each operation gave, by its place in the code; made of what came before it."""
    stages, numbers = [], 0
    for number, told in enumerate(admit_list(stages_told)):
        match told:
            case (
                tuple() as lines,
                functions,
                statement,
                built,
                tuple() as parents,
                bool() as bare,
                value,
                made,
            ) if value is None or isinstance(value, Tensor):
                numbers += 0 if value is None else value.numel()
                stages.append(
                    RecordedStage(
                        lines=admit_lines(lines[:MOST_LINES]),
                        parents=tuple(admit_count(one, number) for one in parents),
                        functions=admit_lines(functions, len(lines[:MOST_LINES])),
                        value=value,
                        bare=bare,
                        statement=admit_span(statement),
                        built=admit_span(built),
                        made=None if made is None else admit_shape(made),
                    )
                )
            case _:
                raise WireError("a stage that is none")
        if number >= MOST_STAGES or numbers > MOST_STAGE_NUMBERS:
            raise WireError("more stages than are told")
    return stages


def admit_lines(value: Any, count: int | None = None) -> tuple[int, ...]:
    """Lines of an attempt, so many of them."""
    if not isinstance(value, tuple) or (count is not None and len(value) != count):
        raise WireError("lines that are none")
    return tuple(admit_count(line, MOST_SOURCE_LINES) for line in value)


def admit_span(value: Any) -> StatementSpan:
    first, last = admit_lines(value, 2)
    if first > last:
        raise WireError("a statement that ends before it begins")
    return first, last


def admit_count(value: Any, below: int) -> int:
    if type(value) is not int or not 0 <= value < below:
        raise WireError("a number that is none")
    return value


def admit_missing(how: Any) -> Missing:
    match how:
        case "not defined" | "not callable":
            return Missing(how)
    raise WireError("a reason that is none")


def admit_shapes(value: Any) -> dict[str, list[int]]:
    """The names and shapes of parameters."""
    if not isinstance(value, dict) or len(value) > MAX_PARAMETERS:
        raise WireError("parameters that are not named")
    for shape in value.values():
        numbers = isinstance(shape, list) and all(type(n) is int for n in shape)
        if not numbers or len(shape) > MAX_AXES:
            raise WireError("a shape that is none")
    return {admit_text(name): shape for name, shape in value.items()}


def admit_shape(value: Any) -> tuple[int, ...]:
    """The shape of a tensor that is not sent itself."""
    return tuple(admit_count(size, MOST_OF_AN_AXIS) for size in admit_list(value)[:MAX_AXES])


def admit_error(error: Any) -> Error:
    """An exception as it was described."""
    if not isinstance(error, dict):
        raise WireError("an error that is not described")
    return Error(
        type=admit_text(error.get("type")),
        kinds=tuple(admit_texts(error.get("kinds"), MAX_KINDS)),
        message=admit_message(error.get("message")),
        trace=tuple(
            admit_trace_line(frame) for frame in admit_list(error.get("trace"))[:MAX_LINES]
        ),
        line=admit_number(error.get("line")),
        offset=admit_number(error.get("offset")),
        text=None if error.get("text") is None else admit_text(error["text"], MAX_LINE),
    )


def admit_trace_line(frame: Any) -> tuple[int, str, str]:
    """A place in the learner's file."""
    match frame:
        case (line, function, code) if type(line) is int:
            return line, admit_text(function), admit_text(code, MAX_LINE)
    raise WireError("a place that is none")


def admit_forbidden(frame: dict[str, Any]) -> list[tuple[str, int | None]]:
    """The forbidden names that were found, and in which lines."""
    mentions = frame.get("forbidden", [])
    if not isinstance(mentions, list) or not all(isinstance(item, dict) for item in mentions):
        raise WireError("forbidden names that are none")
    return [
        (admit_text(item.get("name")), admit_number(item.get("line")))
        for item in mentions[:MAX_FORBIDDEN]
    ]


def admit_texts(value: Any, count: int) -> list[str]:
    """The first so many of some lines."""
    return [admit_text(line, MAX_LINE) for line in admit_list(value)[:count]]


def admit_list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise WireError("a list that is none")
    return value


def admit_message(value: Any) -> str:
    """What an exception says, its first lines."""
    if not isinstance(value, str):
        raise WireError("a text that is none")
    lines = value[:MAX_MESSAGE].split("\n")[:MAX_LINES]
    return "\n".join(inert_line(line, MAX_MESSAGE) for line in lines)


def admit_text(value: Any, size: int = MAX_NAME) -> str:
    """The beginning of a text, in one line."""
    if not isinstance(value, str):
        raise WireError("a text that is none")
    return inert_line(value, size)


def admit_number(value: Any) -> int | None:
    if value is not None and type(value) is not int:
        raise WireError("a number that is none")
    return value
