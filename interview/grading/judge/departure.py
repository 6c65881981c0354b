"""Where a wrong attempt first differs from the reference: a statement of fact, and none of blame.

Both are recorded on the first failed case, operation by operation, and each value of one is looked up among
those of the other. Nothing is said unless the value named is one of those that the wrong result is made of.
A value whose numbers all occur on the other side, but not as one tensor, is named with that fact and not
passed over in silence: wrong arrangements are of this kind. What follows and can't be another way is told too.
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
from interview.grading.judge.imprints import NEAR
from interview.grading.judge.limits import TookTooLong, at_most
from interview.grading.judge.records import Records
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.stage_names import stage_values
from interview.grading.judge.together import RunTogether
from interview.model.question import Tolerance
from interview.model.verdict import CaseResult, Departure

CASES_RECORDED = 3
"""So many failed cases are looked at until something can be said."""
RECORDING_SECONDS, LOOKING_UP_SECONDS = 1.0, 1.0
"""Of computing, for the attempt's record and for all comparisons; where it takes longer nothing is said."""


def departure_of(bench: Bench, cases: Sequence[CaseResult], run_on: RunOn) -> Departure | None:
    """Where the attempt first differs; None where that can't be said for certain."""
    try:
        for program in programs_to_record(bench, cases)[:CASES_RECORDED]:
            run = run_on([program], RECORDING_SECONDS)
            got = run.facts.get(0)
            if run.ended != "done":
                return None
            if isinstance(got, Returned) and got.stages:
                with at_most(LOOKING_UP_SECONDS), np.errstate(all="ignore"):
                    departure = compared_records(bench, program, got, got.stages)
                if departure:
                    return departure
    except TookTooLong:
        bench.spoilt = True
    except Exception:
        traceback.print_exc()
    return None


def recorded_beside(bench: Bench, cases: Sequence[CaseResult], run_on: RunOn) -> RunTogether:
    """Runs the attempt, and records it with the first programs that are run for anything else."""
    first = next(iter(programs_to_record(bench, cases)), None)
    return RunTogether(run_on, first, RECORDING_SECONDS)


def programs_to_record(bench: Bench, cases: Sequence[CaseResult]) -> list[Program]:
    """The failed cases whose results differ, those of the core before others."""
    failed = sorted(
        (GROUPS.index(case.group), index)
        for index, case in enumerate(cases)
        if case.status == "failed"
        and case.findings[0].check == "values"
        and case.findings[0].kind in TELLING_KINDS
    )
    full = {program.case: program for program in reversed(bench.programs)}
    return [replace(full[index], wants=(), recorded=True) for _, index in failed]


def compared_records(
    bench: Bench, program: Program, got: Returned, mine: list[RecordedStage]
) -> Departure | None:
    """What the two records tell."""
    with stage_values(bench.filename, bench.question.exercise.stages) as named:
        expected = bench.run_reference(program)
    if not isinstance(expected, Returned) or not expected.stages:
        return None
    tolerance = bench.question.exercise.tolerance
    if first_difference(program, expected, got, tolerance) is None:
        return None
    wrong = list(wrong_numbers(expected, got, tolerance))
    floats = [one for one in wrong if one.is_floating_point()]
    inputs = list(numbers_in_all([program.steps, program.parameters]))
    records = Records(inputs, mine, expected.stages, floats or wrong, max(NEAR, tolerance.rtol))
    number = records.first_lost()
    if number is None:
        return None
    agrees, missing = records.stage_names(named)
    says = bench.question.exercise.stages
    return Departure(
        case=bench.case(program).name,
        **records.place(number),
        agrees=agrees,
        agrees_says=says.get(agrees, ""),
        missing=missing,
        missing_says=says.get(missing, ""),
    )


def wrong_numbers(expected: Facts, got: Returned, tolerance: Tolerance) -> Iterator[Tensor]:
    """The tensors and floating numbers of the results that are not the reference's."""
    mine = list(numbers_in_all(got.results))
    theirs = list(numbers_in_all(expected.results)) if isinstance(expected, Returned) else []
    if len(mine) != len(theirs):
        yield from mine
        return
    for e, g in zip(theirs, mine, strict=True):
        if e.shape != g.shape or not torch.allclose(
            g.double(), e.double(), tolerance.rtol, tolerance.atol
        ):
            yield g


def numbers_in_all(value: Any) -> Iterator[Tensor]:
    """Every tensor of numbers in a value, and every floating number."""
    if isinstance(value, float):
        yield torch.tensor(value, dtype=torch.float64)
    elif isinstance(value, Tensor):
        yield from (one for one in tensors_in(value) if one.dtype != torch.bool)
    elif isinstance(value, dict):
        yield from numbers_in_all(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers_in_all(item)
