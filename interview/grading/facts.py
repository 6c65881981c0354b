"""Two executions of the same program compared: what the first difference is, and what was looked at."""

from __future__ import annotations

from typing import Any

import torch

from interview.grading.comparison import LOOSE, Comparer
from interview.grading.execution import Facts
from interview.grading.program import Program
from interview.model import Finding, Tolerance

NAMES = {"non_contiguous": "non-contiguous inputs"}


def difference(
    program: Program, expected: Facts, got: Facts, tolerance: Tolerance
) -> Finding | None:
    """What is wrong with `got` where `expected` is right, or None."""
    check = NAMES.get(program.variant, program.variant)
    if "missing" in got:
        return Finding("definition", f"{program.of} is {got['missing']} in this file")
    if "parameters" in got:
        return parameter_mismatch(program, got["parameters"])
    if "error" in got:
        return raised(check, got["error"])
    exact = program.dtype == "float64"
    compare = Comparer(check, tolerance if exact else LOOSE[getattr(torch, program.dtype)])
    found = results(compare, expected, got)
    if found is None and program.gradients:
        found = gradients(Comparer("gradients", tolerance), expected, got)
    if found is None and program.inputs:
        found = inputs(expected, got, tolerance)
    return found


def results(compare: Comparer, expected: Facts, got: Facts) -> Finding | None:
    wanted, given = expected["results"], got.get("results")
    if not isinstance(given, list) or len(given) != len(wanted):
        return Finding(compare.check, "no complete result came back")
    for i, (e, g) in enumerate(zip(wanted, given, strict=True)):
        found = compare.trees(e, g, "result" if len(wanted) == 1 else f"result of call {i + 1}")
        if found:
            return found
    return None


def gradients(compare: Comparer, expected: Facts, got: Facts) -> Finding | None:
    """A gradient that is absent counts as zero, as an optimizer would see it."""
    given = got.get("gradients")
    if not isinstance(given, dict):
        return Finding("gradients", "no gradients came back")
    for name, gradient in expected["gradients"].items():
        if name not in given:
            return Finding("gradients", f"gradient of {name}: expected one, got none")
        other = given[name]
        if gradient is None and other is None:
            continue
        if gradient is None:
            gradient = torch.zeros_like(other) if isinstance(other, torch.Tensor) else 0
        if other is None:
            other = torch.zeros_like(gradient)
        found = compare.trees(gradient, other, f"gradient of {name}")
        if found:
            return found
    return None


def inputs(expected: Facts, got: Facts, tolerance: Tolerance) -> Finding | None:
    compare = Comparer("inputs unchanged", tolerance)
    given = got.get("inputs")
    if not isinstance(given, dict):
        return Finding("inputs unchanged", "the inputs did not come back")
    for name, tensor in expected["inputs"].items():
        found = compare.trees(tensor, given.get(name), f"{name} after the call")
        if found:
            return found
    return None


def raised(check: str, error: dict[str, Any]) -> Finding:
    if "NotImplementedError" in error["kinds"]:
        return Finding("not written", "not written yet (NotImplementedError)")
    lines = tuple(str(line) for line in error["trace"])
    return Finding("error", f"{error['type']}: {error['message']}" + where(check), lines)


def where(check: str) -> str:
    return "" if check in ("values", "raises") else f" (with {check})"


def parameter_mismatch(program: Program, got: dict[str, list[int]]) -> Finding:
    """Which parameter names are missing, unexpected or of another shape."""
    wanted = {name: list(t.shape) for name, t in (program.parameters or {}).items()}
    lines = [f"missing: {n} {tuple(wanted[n])}" for n in wanted if n not in got]
    lines += [f"unexpected: {n} {tuple(got[n])}" for n in got if n not in wanted]
    lines += [
        f"wrong shape: {n}: expected {tuple(wanted[n])}, got {tuple(got[n])}"
        for n in wanted
        if n in got and got[n] != wanted[n]
    ]
    message = f"the parameters of {program.of} are not those the task names"
    return Finding("parameters", message, tuple(lines))


def refusal(program: Program, got: Facts, promised: str) -> Finding | None:
    """Whether a call that must be refused was, with the promised error."""
    error = got.get("error")
    if "missing" in got or "parameters" in got:
        return difference(program, {}, got, Tolerance())
    if error is None:
        return Finding("raises", f"expected {promised}, got no error")
    if promised in error["kinds"]:
        return None
    if "NotImplementedError" in error["kinds"]:
        return Finding("not written", "not written yet (NotImplementedError)")
    message = f"expected {promised}, got {error['type']}: {error['message']}"
    return Finding("raises", message, tuple(str(line) for line in error["trace"]))
