"""What an attempt costs against the reference, from the record of every operation that both carry out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import inf, prod

from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.program import Program
from interview.grading.execution.recording import RecordedStage
from interview.grading.judge.bench import Bench
from interview.grading.judge.brevity import shorten_finding
from interview.grading.judge.hard_inputs import alike
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.stress import fullness, not_to_be_stressed, plain_programs
from interview.grading.judge.verdict import call_text
from interview.model.cost import Cost, CostBeside, CostReport
from interview.model.verdict import Finding

COUNTING = "operations"
"""The check that counts the operations of matrix products."""
AXES_COMMENT = re.compile(r"#.*?\(([^()]+)\)")
LINES_OF_LARGEST = 4
MOST_COUNTED = 2**53
"""A number of operations beyond which no call is."""


def cost_report(bench: Bench, run_on: RunOn) -> CostReport:
    """For the fullest case of each function; a finding where the attempt is not right, or too much to record."""
    bases = plain_programs(bench)
    fullest = [max(alike(bench, base), key=fullness) for base in bases]
    programs = [*map(recorded, fullest), *map(recorded, bases)]
    run = run_on([*bases, *programs], inf)
    if finding := not_to_be_stressed(bench, bases, run):
        return CostReport(findings=(shorten_finding(finding),))
    costs = []
    for place in range(len(bases)):
        tried = (place, len(bases) + place)
        found = (cost_beside(bench, programs[n], run.facts.get(len(bases) + n)) for n in tried)
        costs.append(next((cost for cost in found if cost), None))
    told = tuple(cost for cost in costs if cost)
    return CostReport(told, () if told else (Finding("answer", "not_recorded"),))


def recorded(program: Program) -> Program:
    return replace(program, wants=(COUNTING,), recorded=True)


def cost_beside(bench: Bench, program: Program, got: Facts | None) -> CostBeside | None:
    """Both sides in one program; None where not all of it is recorded, or nothing is made."""
    theirs = bench.run_reference(program)
    mine, reference = cost_of(got), cost_of(theirs)
    if mine is None or reference is None or not (mine.times or reference.times):
        return None
    letters = axis_letters(bench.reference, theirs, mine.largest)
    return CostBeside(program.of, call_text(program), mine, reference, letters)


def cost_of(facts: Facts | None) -> Cost | None:
    """From what was recorded; None where that is not all."""
    if not isinstance(facts, Returned) or facts.stages is None or COUNTING not in facts.beside:
        return None
    made: dict[tuple[int, ...], list[RecordedStage]] = defaultdict(list)
    for number, stage in enumerate(facts.stages):
        if stage.made is not None and stage.lines:  # others are made when inputs and weights are
            made[shape_in_code(facts.stages, number, stage.made)].append(stage)
    largest = max(made, key=lambda shape: (prod(shape), len(made[shape])), default=())
    lines = dict.fromkeys(stage.lines[0] for stage in made.get(largest, ()) if stage.lines)
    return Cost(
        products=min(sum(facts.beside[COUNTING]), MOST_COUNTED),
        operations=sum(map(len, made.values())),
        numbers=sum(prod(shape) * len(stages) for shape, stages in made.items()),
        largest=largest,
        times=len(made.get(largest, ())),
        lines=tuple(sorted(lines)[:LINES_OF_LARGEST]),
    )


def shape_in_code(
    stages: Sequence[RecordedStage], number: int, made: tuple[int, ...]
) -> tuple[int, ...]:
    """The shape as the code sees it: torch flattens the axes of a product, and brings them back by a view."""
    view = stages[number + 1] if number + 1 < len(stages) else None
    if view is None or view.made is not None or number not in view.parents or view.value is None:
        return made
    shape = tuple(view.value.shape)
    same = view.lines == stages[number].lines and prod(shape) == prod(made)
    return shape if same and len(shape) != len(made) else made


def axis_letters(source: str, facts: Facts, shape: tuple[int, ...]) -> tuple[str, ...]:
    """What the comments of the reference call the axes of a value of this shape; nothing if they differ."""
    lines, found = source.splitlines(), set[tuple[str, ...]]()
    stages = (facts.stages if isinstance(facts, Returned) else None) or []
    last = {stage.lines[0]: stage.value for stage in stages if stage.lines}
    for line, value in last.items():  # a comment is about what its line gives in the end
        comment = AXES_COMMENT.search(lines[line - 1])
        letters = tuple(name.strip() for name in comment[1].split(",")) if comment else ()
        if value is not None and tuple(value.shape) == shape and len(letters) == len(shape):
            found.add(letters)
    return found.pop() if len(found) == 1 else ()
