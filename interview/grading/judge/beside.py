"""Which lines of an accepted attempt make what the reference's stages hold, from the record of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

import numpy as np
from torch import Tensor

from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.program import Program
from interview.grading.execution.recording import RecordedStage
from interview.grading.judge.bench import Bench
from interview.grading.judge.hard_inputs import alike
from interview.grading.judge.imprints import imprint_of
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.stage_names import stage_values
from interview.grading.judge.stress import fullness, plain_programs
from interview.model.beside import StageLines, StagesBeside


def stages_beside(bench: Bench, run_on: RunOn) -> StagesBeside:
    """For the fullest case of each function; a stage that the attempt has only in parts, or not, is left out."""
    if not bench.question.exercise.stages:
        return StagesBeside()
    programs = [
        replace(max(alike(bench, base), key=fullness), recorded=True)
        for base in plain_programs(bench)
    ]
    run = run_on(programs, inf)
    found: dict[str, StageLines] = {}
    for place, program in enumerate(programs):
        for stage in stages_of(bench, program, run.facts.get(place)):
            found.setdefault(stage.key, stage)
    return StagesBeside(tuple(found.values()))


def stages_of(bench: Bench, program: Program, got: Facts | None) -> Iterator[StageLines]:
    with stage_values(bench.filename, bench.question.exercise.stages) as named:
        expected = bench.run_reference(program)
    if isinstance(expected, Returned) and isinstance(got, Returned):
        with np.errstate(all="ignore"):
            yield from paired_stages(named, expected.stages or (), got.stages or ())


def paired_stages(
    named: Mapping[str, Sequence[Tensor]],
    theirs: Sequence[RecordedStage],
    mine: Sequence[RecordedStage],
) -> Iterator[StageLines]:
    """Each stage that both records have, by the first call in which it is named."""
    places = {key: first_place(values[0], theirs) for key, values in named.items() if values}
    order = sorted((place, key) for key, place in places.items() if place is not None)
    for place, key in order:
        own = first_place(named[key][0], mine)
        if own is not None:
            yield StageLines(key, mine[own].lines, theirs[place].lines)


def first_place(value: Tensor, stages: Sequence[RecordedStage]) -> int | None:
    """Where a value is made first, with its axes in whatever order, in lines of the file itself."""
    wanted = imprint_of(value)
    if wanted is None:
        return None
    for place, stage in enumerate(stages):
        one = imprint_of(stage.value) if stage.lines else None
        if one is not None and one.is_same(wanted):
            return place
    return None
