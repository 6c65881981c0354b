"""What a runner says, taken in: only what was asked for, in the agreed form and size, and none of it believed.

What is not of that form is a `WireError`, and the attempt's own doing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from interview.grading.execution.execution import Facts
from interview.grading.wire.foreign import MAX_AXES, MAX_NAME
from interview.grading.wire.values import MAX_PARAMETERS, WireError
from interview.text import line_of

BESIDE = {
    "gradients": dict,
    "inputs": dict,
    "state": dict,
    "differentiable": list,
    "operations": list,
}
MESSAGE, LINE, LINES, KINDS, CALLS = 2000, 240, 10, 20, 20
"""How much of an error is kept: bytes of its message and of a line, and how many of what it lists."""
Ended = Literal["done", "timeout", "gone", "junk"]


@dataclass
class Run:
    """What an attempt did: facts, none of them an opinion."""

    facts: dict[int, Facts] = field(default_factory=dict)
    file_error: dict[str, Any] | None = None
    """`stage` and `error`, where the file as a whole could not be executed."""
    forbidden: list[dict[str, Any]] = field(default_factory=list)
    ended: Ended = "gone"
    status: dict[str, Any] = field(default_factory=dict)
    """`exit` or `signal` of the process, where it ended without an answer, and its `cpu` seconds."""
    output: str = ""
    seconds: float = 0.0
    allowed: float = 0.0
    """The seconds of computing it was given."""
    whole: bool = False
    """Whether something was said of the file as a whole; then nothing more is to be said."""

    def accept(self, frame: dict[str, Any], programs: int) -> None:
        """Takes one frame in, of a run of so many programs; raises WireError."""
        stage = frame.get("stage")
        if self.whole:
            raise WireError("more than there is to say")
        self.forbidden = forbidden_of(frame)
        if stage in ("compile", "import", "syntax"):
            self.whole = True
            if stage != "syntax":
                self.file_error = {"stage": stage, "error": error_of(frame.get("error"))}
            return
        index, facts = frame.get("index"), frame.get("facts")
        if stage != "run" or type(index) is not int or not isinstance(facts, dict):
            raise WireError("a frame of an unknown kind")
        if not 0 <= index < programs or index in self.facts:
            raise WireError("an answer that was not asked for")
        self.forbidden = forbidden_of(facts)
        self.facts[index] = facts_of(facts)


def facts_of(facts: dict[str, Any]) -> Facts:
    """Only the agreed keys, each of the agreed type."""
    if "missing" in facts:
        return {"missing": text_of(facts["missing"])}
    if "parameters" in facts:
        return {"parameters": shapes_of(facts["parameters"])}
    if "error" in facts:
        return {"error": error_of(facts["error"]), "returned": facts.get("returned") is True}
    if not isinstance(facts.get("results"), list):
        raise WireError("no results")
    if any(not isinstance(facts[key], kind) for key, kind in BESIDE.items() if key in facts):
        raise WireError("facts of another kind")
    if any(type(count) is not int for count in facts.get("operations", ())):
        raise WireError("counts that are none")
    return {key: facts[key] for key in ("results", *BESIDE) if key in facts}


def shapes_of(value: Any) -> dict[str, list[int]]:
    """The names and shapes of parameters."""
    if not isinstance(value, dict) or len(value) > MAX_PARAMETERS:
        raise WireError("parameters that are not named")
    for shape in value.values():
        numbers = isinstance(shape, list) and all(type(n) is int for n in shape)
        if not numbers or len(shape) > MAX_AXES:
            raise WireError("a shape that is none")
    return {text_of(name): shape for name, shape in value.items()}


def error_of(error: Any) -> dict[str, Any]:
    """An exception as it was described."""
    if not isinstance(error, dict):
        raise WireError("an error that is not described")
    return {
        "type": text_of(error.get("type")),
        "kinds": texts_of(error.get("kinds"), KINDS),
        "message": message_of(error.get("message")),
        "trace": texts_of(error.get("trace"), LINES),
        "line": number_of(error.get("line")),
        "offset": number_of(error.get("offset")),
        "text": None if error.get("text") is None else text_of(error["text"], LINE),
    }


def forbidden_of(frame: dict[str, Any]) -> list[dict[str, Any]]:
    """The forbidden names that were found, and in which lines."""
    found = frame.get("forbidden", [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise WireError("forbidden names that are none")
    return [
        {"name": text_of(item.get("name")), "line": number_of(item.get("line"))}
        for item in found[:CALLS]
    ]


def texts_of(value: Any, count: int) -> list[str]:
    """The first so many of some lines."""
    if not isinstance(value, list):
        raise WireError("lines that are none")
    return [text_of(line, LINE) for line in value[:count]]


def message_of(value: Any) -> str:
    """What an exception says, its first lines."""
    if not isinstance(value, str):
        raise WireError("a text that is none")
    lines = value[:MESSAGE].split("\n")[:LINES]
    return "\n".join(line_of(line, MESSAGE) for line in lines)


def text_of(value: Any, size: int = MAX_NAME) -> str:
    """The beginning of a text, in one line."""
    if not isinstance(value, str):
        raise WireError("a text that is none")
    return line_of(value, size)


def number_of(value: Any) -> int | None:
    if value is not None and type(value) is not int:
        raise WireError("a number that is none")
    return value
