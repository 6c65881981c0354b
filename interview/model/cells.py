"""A verdict on a notebook: its lines told as a cell and a line of it, and what of the cells was left out."""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interview.model.verdict import CaseResult, Departure, Finding, Verdict

NOTEBOOK_SUFFIX = ".ipynb"
CELL_MARK = "# %% cell"
LONGEST_TEXT = 200
MARK_LINE = re.compile(rf"^{re.escape(CELL_MARK)} (\d+)(?: (\[.*\]))?$")


def is_notebook(name: str) -> bool:
    return name.casefold().endswith(NOTEBOOK_SUFFIX)


def in_cells(verdict: Verdict, source: str) -> Verdict:
    """The verdict on a notebook, with lines of cells and `notes` of what was left out; others as they are."""
    if not is_notebook(verdict.file):
        return verdict
    marks = cell_marks(source)
    notes = [
        finding
        for text in source.split("\n")
        if (match := MARK_LINE.match(text))
        for finding in left_out_of_cell(int(match[1]), match[2])
    ]

    def told(findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(finding_in_cells(finding, marks) for finding in findings)

    def told_case(case: CaseResult) -> CaseResult:
        return replace(case, findings=told(case.findings))

    cases = tuple(map(told_case, verdict.cases))
    departure = verdict.departure and departure_in_cells(verdict.departure, marks)
    kept = replace(verdict, departure=departure, notes=tuple(notes))
    return replace(kept, cases=cases, findings=told(verdict.findings))


def departure_in_cells(departure: Departure, marks: list[tuple[int, int]]) -> Departure:
    """With the cell, and the line of it, for every line that is told."""
    places = ((line, place_in_cells(line, marks)) for line in departure.lines)
    return replace(departure, cells=tuple((line, cell, at) for line, (at, cell) in places))


def cell_marks(source: str) -> list[tuple[int, int]]:
    """Where a notebook's cells begin in its source: the line of each mark, and the cell's number."""
    return [
        (line, int(match[1]))
        for line, text in enumerate(source.split("\n"), 1)
        if (match := MARK_LINE.match(text))
    ]


def left_out_of_cell(cell: int, told: str | None) -> list[Finding]:
    """What stands behind a cell's mark; nothing where somebody else wrote it."""
    try:
        items = json.loads(told or "[]")
    except (ValueError, RecursionError):
        return []
    return [finding for item in items if (finding := left_out_finding(cell, item))]


def left_out_finding(cell: int, item: Any) -> Finding | None:
    from interview.model.verdict import Finding

    match item:
        case {"kind": str(kind), "line": int(line), "text": str(text)}:
            values = {"cell": cell, "line": line, "text": text[:LONGEST_TEXT]}
        case _:
            return None
    match kind:
        case "cell_error":
            return Finding("notebook", "cell_error", values)
        case "cell_magic":
            return Finding("notebook", "cell_magic", values)
        case "cell_line":
            return Finding("notebook", "cell_line", values)
    return None


def finding_in_cells(finding: Finding, marks: list[tuple[int, int]]) -> Finding:
    """A finding whose lines are those of cells; `places` and `trace` have the cell last."""
    values = dict(finding.values)
    if isinstance(values.get("line"), int):
        values["line"], values["cell"] = place_in_cells(values["line"], marks)
    match values.get("declared"):
        case {"line": int(line), **others}:
            at = place_in_cells(line, marks)
            values["declared"] = {**others, "line": at[0], "cell": at[1]}
    if "trace" in values and isinstance(values["trace"], (list, tuple)):
        values["trace"] = [
            [(at := place_in_cells(line, marks))[0], function, code, at[1]]
            for line, function, code in values["trace"]
        ]
    if "places" in values:
        values["places"] = [
            [name, (at := place_in_cells(line, marks))[0], at[1]] if line else [name, line]
            for name, line in values["places"]
        ]
    return replace(finding, values=values)


def lines_of_cell(cell: int, marks: Sequence[tuple[int, int]]) -> range:
    """The lines of the text that are a cell's own; none where there is no such cell."""
    ends = [*(line for line, _number in marks[1:]), sys.maxsize]
    for (line, number), end in zip(
        marks, ends, strict=False
    ):  # without marks there is an end too many
        if number == cell:
            return range(line + 1, end)
    return range(0)


def place_in_cells(line: Any, marks: list[tuple[int, int]]) -> tuple[int, int]:
    """A line of the text as the line of a cell, and the cell."""
    at = bisect_right(marks, (line, float("inf"))) - 1
    return (line - marks[at][0], marks[at][1]) if at >= 0 else (line, 0)
