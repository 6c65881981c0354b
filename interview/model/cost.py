"""What an attempt costs in one call, beside what the reference costs there: counted, not timed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from interview.model.cells import cell_marks, finding_in_cells, is_notebook
from interview.model.verdict import Finding, findings_from_data


@dataclass(frozen=True)
class Cost:
    """Of one side."""

    products: int
    """Floating-point operations of its matrix products; a multiplication and an addition are two."""
    operations: int
    """Operations of torch that make something: a kernel each, on a GPU."""
    numbers: int
    """Numbers that memory was taken for, over the whole call."""
    largest: tuple[int, ...]
    """The shape of the largest value that memory was taken for."""
    times: int
    """How often memory was taken for that shape."""
    lines: tuple[int, ...]
    """The lines of its file in which that is done."""


@dataclass(frozen=True)
class CostBeside:
    """Both sides in the same call."""

    of: str
    call: str
    """What was called, with shapes."""
    attempt: Cost
    reference: Cost
    letters: tuple[str, ...] = ()
    """What the reference calls the axes of the attempt's largest shape, if it calls all of them something."""


@dataclass(frozen=True)
class CostReport:
    """For each function; or nothing, and why that can't be said."""

    costs: tuple[CostBeside, ...] = ()
    findings: tuple[Finding, ...] = ()


def cost_report_from_data(data: Mapping[str, Any]) -> CostReport:
    """The report that `dataclasses.asdict` took apart."""
    costs = tuple(
        CostBeside(
            told["of"],
            told["call"],
            cost_from_data(told["attempt"]),
            cost_from_data(told["reference"]),
            tuple(told["letters"]),
        )
        for told in data["costs"]
    )
    return CostReport(costs, findings_from_data(data))


def cost_from_data(data: Mapping[str, Any]) -> Cost:
    return Cost(**{**data, "largest": tuple(data["largest"]), "lines": tuple(data["lines"])})


def report_in_cells(told: CostReport, file: str, source: str) -> CostReport:
    """The report on a notebook: findings in lines of cells, and no lines of one file; others as they are."""
    if not is_notebook(file):
        return told
    marks = cell_marks(source)
    costs = tuple(replace(cost, attempt=replace(cost.attempt, lines=())) for cost in told.costs)
    return CostReport(costs, tuple(finding_in_cells(finding, marks) for finding in told.findings))
