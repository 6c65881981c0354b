"""The pieces that several sentences about findings are made of: places, numbers, values, exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from interview.messages import N_, _

Values: TypeAlias = Mapping[str, Any]
Lines: TypeAlias = Iterator[str]

REFUSED = (
    *("PermissionError", "FileNotFoundError", "ModuleNotFoundError", "BlockingIOError"),
    *("URLError", "gaierror", "ConnectionError"),
)
"""The errors by which Python says that something is refused, or isn't there."""
PLACE_NAMES = {
    "result": N_("result"),
    "call": N_("result of call {number}"),
    "training_result": N_("result in training mode"),
    "training_call": N_("result of call {number} in training mode"),
    "evaluation": N_("result of call {number} (other values, evaluation mode, no gradients)"),
    "trained_on": N_(
        "result of call {number} (other values and weights, evaluation mode, no gradients)"
    ),
    "no_grad": N_("result of call {number} (other values, no gradients)"),
    "further": N_("result of call {number} (other values)"),
    "gradient": N_("gradient of {name}"),
    "training_gradient": N_("gradient of {name} in training mode"),
    "input": N_("{name} after the call"),
    "state": N_("{name} afterwards"),
}
"""What was compared."""


def at_place(v: Values, problem: str) -> str:
    """What is wrong, after the name of what was compared: `result[0]: expected ...`."""
    place = v["place"]
    text = PLACE_NAMES[place["of"]]
    name = _(text).format_map(place) + place["path"]
    return _("{name}: {problem}").format(name=name, problem=problem)


def value_in_words(value: Any) -> str:
    """A value as a message names it."""
    match value:
        case {"tensor": shape, "dtype": dtype}:
            return _("a tensor {shape} {dtype}").format(shape=tuple(shape), dtype=dtype)
        case {"sequence": kind, "count": count}:
            return _("a {type} of {count}").format(type=kind, count=count)
        case "dict":
            return _("a dict")
        case {"value": text}:
            return str(text)
    return str(value)


def largest_in_words(v: Values) -> str:
    """The largest absolute difference, and the largest relative one where that means something."""
    text = _("largest absolute difference {difference:.3g} at {place}")
    ratio = v["ratio"]
    if ratio is not None:
        text = _(
            "largest absolute difference {difference:.3g} at {place}, "
            "largest relative {ratio:.3g} at {ratio_place}"
        )
    return text.format(
        difference=float(v["difference"]),
        place=tuple(v["place"]),
        ratio=float(ratio or 0.0),
        ratio_place=tuple(v["ratio_place"]),
    )


def distinct_numbers(expected: float | str, got: float | str) -> dict[str, str]:
    """Both numbers with as many digits as it takes to tell them apart, six at least."""
    e, g = float(expected), float(got)
    digits = next((n for n in (6, 9, 12) if f"{e:.{n}g}" != f"{g:.{n}g}"), 17)
    return {"expected": f"{e:.{digits}g}", "got": f"{g:.{digits}g}"}


def sandbox_lines(v: Values) -> Lines:
    """What graded code has to do without, where an error may come from that."""
    if v["type"] in REFUSED or "start new thread" in v["message"]:
        yield _(
            "graded code has no files, network, processes or threads; it may import Python's own "
            "modules, torch, numpy, scipy and einops, where they are installed"
        )


def caret_lines(v: Values) -> Lines:
    """The line of a syntax error with a mark under the place."""
    text = (v["text"] or "").rstrip("\n")
    if text:
        stripped = text.lstrip()
        at = (v["offset"] or 1) - 1 - (len(text) - len(stripped))
        yield stripped
        yield " " * min(max(0, at), len(stripped)) + "^"


def error_in_words(v: Values) -> str:
    return "{type}: {message}".format_map(v)


def trace_lines(v: Values) -> Lines:
    """Where in the learner's file an exception came from, innermost last."""
    text = _("line {line}, in {function}: {code}")
    in_cell = _("cell {cell}, line {line}, in {function}: {code}")
    for line, function, code, *cell in v["trace"]:
        where = {"line": line, "cell": cell[0] if cell else 0}
        yield (in_cell if cell else text).format(**where, function=function, code=code)


def at_line(line: int, cell: int | None, text: str) -> str:
    """A text behind the line that it is about; of a notebook, the cell and its line."""
    told = _("line {line}: {name}")
    if cell:
        told = _("cell {cell}, line {line}: {name}")
    return told.format(line=line, cell=cell, name=text)


def allowed_in_words(v: Values) -> str:
    text = _("{allowed:g} s are allowed, the reference takes {reference:.2g} s")
    return text.format_map(v)


def reached_in_words(v: Values) -> str:
    """Where the run was when it ended."""
    match v["reached"]:
        case {"name": name}:
            return _("in the case: {name}").format(name=name)
        case "end":
            return _("after the last case")
    return _("in the first case or before it")
