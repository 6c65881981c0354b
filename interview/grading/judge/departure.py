"""Where a wrong attempt first differs from the reference: a statement of fact, and none of blame.

Both are recorded on the first failed case, operation by operation, and each value of one is looked up among
those of the other. Nothing is said unless the value named is one of those that the wrong result is made of.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.program import Program
from interview.grading.execution.recording import RecordedStage, tensors_in
from interview.grading.judge.bench import Bench
from interview.grading.judge.difference import first_difference
from interview.grading.judge.example import GROUPS, TELLING_KINDS
from interview.grading.judge.frontier import (
    Frontier,
    Known,
    ancestors_of,
    frontier_of,
    known_sources,
    untelling_sources,
)
from interview.grading.judge.imprints import Imprint, Occurrences, imprint_of
from interview.grading.judge.limits import TookTooLong, at_most
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.stage_names import stage_values
from interview.model.verdict import CaseResult, Departure

RECORDING_SECONDS, LOOKING_UP_SECONDS = 1.0, 1.0
"""Of computing, for the attempt's record and for all comparisons; where it takes longer nothing is said."""
LINES_TOLD, CALLERS_TOLD = 3, 2
LONGEST_WAY = 12
"""Lines from the last value that is the reference's to the first that isn't, if the way between is told."""
Imprints = list[Imprint | None]


def departure_of(bench: Bench, cases: Sequence[CaseResult], run_on: RunOn) -> Departure | None:
    """Where the attempt first differs; None where that can't be said for certain."""
    program = program_to_record(bench, cases)
    if program is None:
        return None
    try:
        run = run_on([program], RECORDING_SECONDS)
        got = run.facts.get(0)
        if run.ended != "done" or not isinstance(got, Returned) or not got.stages:
            return None
        with at_most(LOOKING_UP_SECONDS), np.errstate(all="ignore"):
            return compared_records(bench, program, got, got.stages)
    except TookTooLong:
        bench.spoilt = True
    except Exception:
        traceback.print_exc()
    return None


def program_to_record(bench: Bench, cases: Sequence[CaseResult]) -> Program | None:
    """The first failed case whose results differ, of the core before others."""
    failed = [
        (GROUPS.index(case.group), index)
        for index, case in enumerate(cases)
        if case.status == "failed"
        and case.findings[0].check == "values"
        and case.findings[0].kind in TELLING_KINDS
    ]
    if not failed:
        return None
    wanted = min(failed)[1]
    program = next(p for p in bench.programs if p.case == wanted)
    return replace(program, wants=(), recorded=True)


def compared_records(
    bench: Bench, program: Program, got: Returned, mine: list[RecordedStage]
) -> Departure | None:
    """What the two records tell."""
    with stage_values(bench.filename, bench.question.exercise.stages) as named:
        expected = bench.run_reference(program)
    if not isinstance(expected, Returned) or not expected.stages:
        return None
    if first_difference(program, expected, got, bench.question.exercise.tolerance) is None:
        return None
    records = Records(program, mine, expected.stages)
    way = made_of(mine, expected, got)
    number = records.first_lost(way)
    if number is None:
        return None
    agrees, missing = records.stage_names(named)
    says = bench.question.exercise.stages
    return Departure(
        case=bench.case(program).name,
        **records.place(number, way),
        agrees=agrees,
        agrees_says=says.get(agrees, ""),
        missing=missing,
        missing_says=says.get(missing, ""),
    )


class Records:
    """Both sides' stages, and which of the attempt's occur in the reference."""

    def __init__(
        self, program: Program, mine: list[RecordedStage], theirs: list[RecordedStage]
    ) -> None:
        self.mine, self.theirs = mine, theirs
        self.inputs = list(map(imprint_of, floats_in([program.steps, program.parameters])))
        self.imprints: Imprints = [imprint_of(stage.value) for stage in mine]
        self.reference: Imprints = [imprint_of(stage.value) for stage in theirs]
        self.there = Occurrences([*self.inputs, *self.reference])
        self.known: list[Known] = [self.there.has(one) if one else None for one in self.imprints]
        self.frontier: Frontier = frontier_of(mine, self.known)

    def first_lost(self, way: set[int]) -> int | None:
        """The first of the frontier on the way to the wrong result that stands in the attempt's own file."""
        begins = (n for n in self.frontier.begins if n in way and self.mine[n].lines)
        return next(begins, None)

    def place(self, number: int, way: set[int]) -> dict[str, Any]:
        """Lines: where the value is made, of what, and whether it is what it seems to be."""
        stage, imprint = self.mine[number], self.imprints[number]
        line, *callers = stage.lines
        sources = [self.origin(one) for one in known_sources(self.mine, self.known, number)]
        masks = untelling_sources(self.mine, self.known, number)
        detours = any(self.known[one] is False for one in way if one < number)
        of = lines_of([self.mine[one] for one in sources], line)
        return {
            "line": line,
            "callers": tuple(callers[:CALLERS_TOLD]),
            "made_of": of,
            "untelling": lines_of([self.mine[one] for one in masks], line),
            "since": self.last_line(sources, stage),
            "detours": detours,
            "rearranged": imprint is not None and self.there.has_rearranged(imprint),
        }

    def origin(self, number: int) -> int:
        """Where a value was made that was only arranged otherwise since."""
        imprint = self.imprints[number]
        while imprint:
            before = (
                parent
                for parent in self.mine[number].parents
                if (one := self.imprints[parent]) and one.is_rearranged(imprint)
            )
            parent = next(before, None)
            if parent is None:
                break
            number = parent
        return number

    def last_line(self, sources: Sequence[int], stage: RecordedStage) -> int:
        """Of the same function, the last line before it that gave a value of the reference; 0 if none is near."""
        line = stage.lines[0]
        lines = [
            self.mine[one].lines[0]
            for one in sources
            if self.mine[one].lines and self.mine[one].function == stage.function
        ]
        last = max((one for one in lines if one < line), default=0)
        return last if last and 1 < line - last <= LONGEST_WAY else 0

    def stage_names(self, named: dict[str, list[Tensor]]) -> tuple[str, str]:
        """The last stage that the attempt has before the first that it hasn't, and this one."""
        here = Occurrences([*self.inputs, *self.imprints])
        known: list[Known] = [here.has_in_parts(one) if one else None for one in self.reference]
        lost = frontier_of(self.theirs, known).lost
        stages = sorted(
            (place, key) for key, values in named.items() if (place := self.places(values))
        )
        missing = next(
            ((place, key) for place, key in stages if all(lost[one] for one in place)), None
        )
        if missing is None:
            return "", ""
        above = ancestors_of(self.theirs, missing[0][:1])
        had = [
            key for place, key in stages if place[0] in above and all(known[one] for one in place)
        ]
        return (had[-1] if had else ""), missing[1]

    def places(self, values: Sequence[Tensor]) -> list[int]:
        """The reference's stages that gave these values; none unless all of them can be told again."""
        places = []
        for imprint in map(imprint_of, values):
            same = (
                number
                for number, one in enumerate(self.reference)
                if one
                and imprint
                and one.values.shape == imprint.values.shape
                and one.is_same(imprint)
            )
            place = next(same, None)
            if place is None:
                return []
            places.append(place)
        return places


def lines_of(stages: Sequence[RecordedStage], but: int) -> tuple[int, ...]:
    lines = dict.fromkeys(stage.lines[0] for stage in stages if stage.lines)
    return tuple(sorted(line for line in lines if line != but)[-LINES_TOLD:])


def made_of(stages: list[RecordedStage], expected: Facts, got: Returned) -> set[int]:
    """The stages that the wrong results are made of; all where no wrong result is of floating numbers."""
    wrong = list(wrong_floats(expected, got))
    if not wrong:
        return set(range(len(stages)))
    ends = [n for n, stage in enumerate(stages) if any(holds(stage.value, one) for one in wrong)]
    return ancestors_of(stages, ends)


def wrong_floats(expected: Facts, got: Returned) -> Iterator[Tensor]:
    mine = list(floats_in(got.results))
    theirs = list(floats_in(expected.results)) if isinstance(expected, Returned) else []
    if len(mine) != len(theirs):
        yield from mine
        return
    for e, g in zip(theirs, mine, strict=True):
        if e.shape != g.shape or not torch.allclose(e.double(), g.double(), 1e-7, 1e-9):
            yield g


def floats_in(value: Any) -> Iterator[Tensor]:
    """Every tensor of floating numbers in a value, and every such number."""
    if isinstance(value, float):
        yield torch.tensor(value, dtype=torch.float64)
    elif isinstance(value, Tensor):
        yield from (one for one in tensors_in(value) if one.is_floating_point())
    elif isinstance(value, dict):
        yield from floats_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from floats_in(item)


def holds(value: Tensor | None, wanted: Tensor) -> bool:
    if value is None or value.numel() != wanted.numel():
        return False
    same = torch.isclose(value.double().flatten(), wanted.double().flatten(), 0, 0, equal_nan=True)
    return bool(same.all())
