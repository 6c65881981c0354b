"""Two executions of the same program compared: what the first difference is, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from interview.grading.checks.comparison import Comparer, Place
from interview.grading.checks.table import CHECKS, form_named
from interview.grading.execution.facts import Error, Facts, Mismatch, Missing, Raised, Returned
from interview.grading.execution.program import Program
from interview.model.question import Tolerance
from interview.model.verdict import Finding

PARAMETERS_TOLD = 12
"""Parameters that are told one by one."""


def first_difference(
    program: Program,
    expected: Returned,
    got: Facts,
    tolerance: Tolerance,
    of_gradients: Tolerance | None = None,
) -> Finding | None:
    """What is wrong with `got` where `expected` is right, or None; gradients may have a tolerance of their own."""
    match got:
        case Missing(how):
            return Finding("definition", "missing_name", {"name": program.of, "how": how})
        case Mismatch(parameters):
            return parameter_mismatch(program, parameters)
        case Raised(error):
            return raised_finding(program.variant, error)
        case Returned():
            finding = difference_in_results(program, expected, got, tolerance)
            finding = finding or difference_beside(
                expected, got, {"gradients": of_gradients or tolerance}, tolerance
            )
            return in_training(finding) if program.again and program.constructed else finding


def difference_in_results(
    program: Program, expected: Returned, got: Returned, tolerance: Tolerance
) -> Finding | None:
    loose = form_named(program.variant).tolerance
    if loose is not None:
        tolerance = replace(tolerance, rtol=loose.rtol, atol=loose.atol)
    compare = Comparer(program.variant, tolerance)
    if len(got.results) != len(expected.results):
        return Finding(compare.check, "no_result")
    for place, e, g in zip(
        places(program, len(expected.results)), expected.results, got.results, strict=True
    ):
        finding = compare.trees(e, g, place)
        if finding:
            return finding
    return None


def places(program: Program, count: int) -> Iterator[Place]:
    """Where each of so many results comes from; the first calls' may be left out."""
    first = "result" if len(program.steps) == 1 else "call"
    if program.again and program.constructed:
        first = f"training_{first}"
    if count == len(program.all_steps):
        for number in range(1, len(program.steps) + 1):
            yield Place(first, number=number)
    built = "trained_on" if program.parameters else "evaluation"
    further = built if program.constructed else "no_grad"
    for number in range(len(program.steps) + 1, len(program.all_steps) + 1):
        yield Place(further if program.no_grad else "further", number=number)


def difference_beside(
    expected: Returned, got: Returned, own: dict[str, Tolerance], tolerance: Tolerance
) -> Finding | None:
    """The first difference in what the checks have observed, in the order of their table."""
    for name, check in CHECKS.items():
        if name in expected.beside:
            allowed = own.get(name, tolerance)
            finding = check.compare(expected.beside[name], got.beside.get(name), allowed)
            if finding:
                return finding
    return None


def in_training(finding: Finding | None) -> Finding | None:
    """The finding, which says of a gradient that it is one in training mode."""
    place = finding.values.get("place") if finding else None
    if finding is None or not place or place["of"] != "gradient":
        return finding
    return replace(
        finding, values={**finding.values, "place": {**place, "of": "training_gradient"}}
    )


def raised_finding(during: str, error: Error) -> Finding:
    """An exception where a result was expected."""
    if error.is_a("NotImplementedError"):
        return not_written_finding()
    return Finding("error", "error", {"during": during, **error_values(error)})


def error_values(error: Error) -> dict[str, Any]:
    """An exception in a finding."""
    return {"type": error.type, "message": error.message, "trace": list(map(list, error.trace))}


def not_written_finding() -> Finding:
    return Finding("not_written", "not_written")


def parameter_mismatch(program: Program, got: dict[str, list[int]]) -> Finding:
    """Which parameter names are missing, unexpected or of another shape."""
    wanted = {name: list(t.shape) for name, t in (program.parameters or {}).items()}
    lines = {
        "missing": [[name, wanted[name]] for name in wanted if name not in got],
        "unexpected": [[name, got[name]] for name in got if name not in wanted],
        "other": [
            [name, wanted[name], got[name]]
            for name in wanted
            if name in got and got[name] != wanted[name]
        ],
    }
    left, more = PARAMETERS_TOLD, 0
    for name, all_of_them in lines.items():
        lines[name] = all_of_them[:left]
        more += len(all_of_them) - len(lines[name])
        left -= len(lines[name])
    return Finding("parameters", "parameters", {"name": program.of, **lines, "more": more})


def refusal_finding(program: Program, got: Facts, promised: str) -> Finding | None:
    """Whether a call that must be refused was, with the promised error."""
    match got:
        case Returned() | Raised(returned=True):
            return Finding("raises", "no_error", {"expected": promised})
        case Raised(error) if error.is_a(promised):
            return None
        case Raised(error) if error.is_a("NotImplementedError"):
            return not_written_finding()
        case Raised(error):
            return Finding("raises", "other_error", {"expected": promised, **error_values(error)})
    return first_difference(program, Returned([]), got, Tolerance())
