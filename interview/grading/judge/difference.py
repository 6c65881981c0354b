"""Two executions of the same program compared: what the first difference is, and what was looked at."""

from __future__ import annotations

import re
from typing import Any

import torch

from interview.grading.execution.execution import Facts
from interview.grading.execution.program import Program
from interview.grading.judge.comparison import LOOSE, Comparer
from interview.messages import _, ngettext
from interview.model.question import Tolerance
from interview.model.verdict import Finding

EXACT = Tolerance(rtol=0.0, atol=0.0)
LINES = 12
"""Parameters that are told one by one."""
SLACK = 1.5
"""How many times the reference's operations are still fine: room for another order of the same algebra."""
FRAME = re.compile(r"line (?P<line>\d+), in (?P<function>[^:]*): (?P<code>.*)", re.DOTALL)
NAMES = {"non_contiguous": "non-contiguous inputs"}


def difference(
    program: Program,
    expected: Facts,
    got: Facts,
    tolerance: Tolerance,
    tolerance_of_inputs: Tolerance = EXACT,
) -> Finding | None:
    """What is wrong with `got` where `expected` is right, or None."""
    check = NAMES.get(program.variant, program.variant)
    if "missing" in got:
        return Finding("definition", missing(program.of, got["missing"]))
    if "parameters" in got:
        return parameter_mismatch(program, got["parameters"])
    if "error" in got:
        return raised(check, got["error"])
    if program.dtype == "float64":
        compare = Comparer(check, tolerance)
    else:
        loose = LOOSE[getattr(torch, program.dtype)]
        compare = Comparer(check, type(tolerance)(loose.rtol, loose.atol))
    found = results(compare, expected, got)
    if found is None and "inputs" in expected:
        found = inputs(expected, got, tolerance_of_inputs)
    for key, compare_beside in BESIDE.items():
        if found is None and key in expected:
            found = compare_beside(expected, got, tolerance)
    return found


def results(compare: Comparer, expected: Facts, got: Facts) -> Finding | None:
    wanted, given = expected["results"], got.get("results")
    if not isinstance(given, list) or len(given) != len(wanted):
        return Finding(compare.check, _("no complete result came back"))
    for i, (e, g) in enumerate(zip(wanted, given, strict=True)):
        name = _("result") if len(wanted) == 1 else _("result of call {number}")
        found = compare.trees(e, g, name.format(number=i + 1))
        if found:
            return found
    return None


def gradients(expected: Facts, got: Facts, tolerance: Tolerance) -> Finding | None:
    compare = Comparer("gradients", tolerance)
    given = got.get("gradients")
    if not isinstance(given, dict):
        return Finding("gradients", _("no gradients came back"))
    for name, gradient in expected["gradients"].items():
        if name not in given:
            text = _("gradient of {name}: expected one, got none").format(name=name)
            return Finding("gradients", text)
        found = compare.trees(gradient, given[name], _("gradient of {name}").format(name=name))
        if found:
            return found
    return None


def inputs(expected: Facts, got: Facts, tolerance: Tolerance) -> Finding | None:
    compare = Comparer("inputs unchanged", tolerance)
    return named(compare, "inputs", _("{name} after the call"), expected, got)


def state(expected: Facts, got: Facts, tolerance: Tolerance) -> Finding | None:
    compare = Comparer("state", tolerance)
    return named(compare, "state", _("{name} afterwards"), expected, got)


def named(compare: Comparer, key: str, text: str, expected: Facts, got: Facts) -> Finding | None:
    """Compares what is told by name beside the results."""
    given = got.get(key)
    if not isinstance(given, dict):
        return Finding(compare.check, _("nothing came back"))
    for name, value in expected[key].items():
        found = compare.trees(value, given.get(name), text.format(name=name))
        if found:
            return found
    return None


def operations(expected: Facts, got: Facts, tolerance: Tolerance) -> Finding | None:
    """Whether some call needs more than its share of floating-point operations."""
    given = got.get("operations")
    wanted: list[int] = expected["operations"]
    if not isinstance(given, list) or len(given) != len(wanted):
        return Finding("operations", _("no counts came back"))
    for i, (allowed, used) in enumerate(zip(wanted, given, strict=True)):
        if used > SLACK * allowed:
            text = _(
                "call {number} takes {used:,} floating-point operations, the reference {allowed:,}: "
                "do not compute again what is already known"
            )
            return Finding("operations", text.format(number=i + 1, used=used, allowed=allowed))
    return None


def differentiable(expected: Facts, got: Facts, tolerance: Tolerance) -> Finding | None:
    """A result that hangs on the inputs must not be cut off from them, even where its gradient is zero."""
    given = got.get("differentiable")
    if not isinstance(given, list) or len(given) != len(expected["differentiable"]):
        return Finding("differentiable", _("no complete result came back"))
    for wanted, told in zip(expected["differentiable"], given, strict=True):
        if wanted and told is not True:
            text = _("a result is cut off from the inputs, so that backward() fails on it")
            return Finding("differentiable", text)
    return None


BESIDE = {
    "state": state,
    "operations": operations,
    "differentiable": differentiable,
    "gradients": gradients,
}
"""In the order they are judged; what was not looked at in `expected` is not asked of the other."""


def missing(name: str, how: str) -> str:
    """Why a name that the exercise defines is not to be had."""
    if how == "not callable":
        return _("{name} is not callable in this file").format(name=name)
    return _("{name} is not defined in this file").format(name=name)


def raised(check: str, error: dict[str, Any]) -> Finding:
    if "NotImplementedError" in error["kinds"]:
        return not_written()
    text = "{type}: {message}".format_map(error)
    if check != "values":
        text = _("{error} (with {check})").format(error=text, check=_(check))
    return Finding("error", text, places(error))


def places(error: dict[str, Any]) -> tuple[str, ...]:
    """Where in the learner's file an exception came from, innermost last."""
    text = _("line {line}, in {function}: {code}")
    found = ((FRAME.fullmatch(line), str(line)) for line in error["trace"])
    return tuple(text.format_map(match.groupdict()) if match else line for match, line in found)


def not_written() -> Finding:
    return Finding("not written", _("not written yet (NotImplementedError)"))


def parameter_mismatch(program: Program, got: dict[str, list[int]]) -> Finding:
    """Which parameter names are missing, unexpected or of another shape."""
    wanted = {name: list(t.shape) for name, t in (program.parameters or {}).items()}
    absent = _("missing: {name} {shape}")
    lines = [absent.format(name=n, shape=tuple(wanted[n])) for n in wanted if n not in got]
    surplus = _("unexpected: {name} {shape}")
    lines += [surplus.format(name=n, shape=tuple(got[n])) for n in got if n not in wanted]
    other = _("wrong shape: {name}: expected {expected}, got {got}")
    lines += [
        other.format(name=n, expected=tuple(wanted[n]), got=tuple(got[n]))
        for n in wanted
        if n in got and got[n] != wanted[n]
    ]
    if len(lines) > LINES:
        more = len(lines) - LINES
        lines[LINES:] = [ngettext("and {count} more", "and {count} more", more).format(count=more)]
    message = _("the parameters of {name} are not those the task names")
    return Finding("parameters", message.format(name=program.of), tuple(lines))


def refusal(program: Program, got: Facts, promised: str) -> Finding | None:
    """Whether a call that must be refused was, with the promised error."""
    error = got.get("error")
    if "missing" in got or "parameters" in got:
        return difference(program, {}, got, Tolerance())
    if error is None or got["returned"]:
        return Finding("raises", _("expected {error}, got no error").format(error=promised))
    if promised in error["kinds"]:
        return None
    if "NotImplementedError" in error["kinds"]:
        return not_written()
    message = _("expected {expected}, got {got}").format(
        expected=promised, got="{type}: {message}".format_map(error)
    )
    return Finding("raises", message, places(error))
