"""The numerics round: an attempt on hard inputs, beside the reference on the same. No verdict hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from torch import Tensor

from interview.grading.execution.facts import Facts, Missing, Returned
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.brevity import shorten_finding
from interview.grading.judge.difference import first_difference
from interview.grading.judge.hard_inputs import HardInput, alike, hard_inputs, mapped
from interview.grading.judge.legality import count_numbers
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.verdict import about_the_file, call_text
from interview.model.question import Tolerance
from interview.model.stress import StressRound, StressTrial
from interview.model.verdict import Finding

KILLED_FOR_TIME = (9, 24)
"""Signals that the limit of computing time ends a process with."""


def stress_round(bench: Bench, run_on: RunOn) -> StressRound:
    """What holds; nothing but a finding where the attempt is not right in the cases that it begins with."""
    bases = plain_programs(bench)
    run = run_on(bases, inf)
    if finding := not_to_be_stressed(bench, bases, run):
        return StressRound(findings=(shorten_finding(finding),))
    inputs = [one for base in bases for one in hard_inputs(bench, base)]
    outcomes = outcomes_of([one.program for one in inputs], run_on)
    trials = [trial_of(bench, *pair) for pair in zip(inputs, outcomes, strict=True)]
    return StressRound(tuple(trials))


def plain_programs(bench: Bench) -> list[Program]:
    """The first case of each function: in evaluation mode if there is one."""
    found = []
    for of in bench.question.exercise.names:
        own = [p for p in bench.programs if p.of == of]
        every = [
            p for base in own[:1] for mode in ("eval", "train") for p in mode_of(bench, base, mode)
        ]
        found += every[:1]
    return found


def mode_of(bench: Bench, base: Program, mode: str) -> list[Program]:
    return list(alike(bench, replace(base, mode=mode)))


def fullness(program: Program) -> tuple[int, int]:
    """How much is passed, and how many numbers that is."""
    return len(program.steps[0]), count_numbers([program.build, *program.steps])


def not_to_be_stressed(bench: Bench, bases: Sequence[Program], run: Run) -> Finding | None:
    """Why nothing is said of it: it can't be run, or is not right as it is."""
    if run.forbidden or run.file_error is not None:
        told = about_the_file(bench, run)
        return told[1] if told else None
    for index, base in enumerate(bases):
        got = run.facts.get(index)
        if got is None:
            return ended_finding(run)
        if isinstance(got, Missing):
            return first_difference(base, Returned([]), got, Tolerance())
        finding = bench.compare(base, bench.run_reference(base), got)
        if finding:
            return finding
    return None


def outcomes_of(programs: Sequence[Program], run_on: RunOn) -> list[Facts | Finding]:
    """What came of each; where the run ended in one, that is told of it, and the others are run anew."""
    outcomes: list[Facts | Finding] = []
    while len(outcomes) < len(programs):
        run = run_on(programs[len(outcomes) :], inf)
        reached = [run.facts[i] for i in range(len(run.facts)) if i in run.facts]
        outcomes += reached
        if len(outcomes) < len(programs):
            outcomes.append(ended_finding(run))
    return outcomes


def ended_finding(run: Run) -> Finding:
    late = run.ended == "timeout" or run.status.get("signal") in KILLED_FOR_TIME
    return Finding("answer", "ended_hard", {"how": "timeout" if late else "gone"})


def trial_of(bench: Bench, hard: HardInput, outcome: Facts | Finding) -> StressTrial:
    """Both sides against what is right; an attempt that does what the reference does is as good as that."""
    theirs = bench.run_reference(hard.program)
    reference = finding_of(hard, hard.exact, theirs)
    attempt = outcome if isinstance(outcome, Finding) else finding_of(hard, hard.exact, outcome)
    if reference and attempt and not isinstance(outcome, Finding):
        same = isinstance(theirs, Returned) and not finding_of(hard, theirs, outcome)
        attempt = reference if same else attempt
    return StressTrial(
        kind=hard.kind,
        of=hard.program.of,
        call=call_text(hard.program),
        values=hard.values,
        attempt=shorten_finding(attempt) if attempt else None,
        reference=shorten_finding(reference) if reference else None,
    )


def finding_of(hard: HardInput, right: Facts, got: Facts) -> Finding | None:
    """What is wrong with `got`, as loosely as the input asks for; in which dtype it comes back is not looked at."""
    if not isinstance(right, Returned):
        return None if type(got) is type(right) else Finding("error", "unexpected_result")
    if isinstance(got, Returned):
        got = Returned(mapped(got.results, in_double))
    expected = Returned(mapped(right.results, in_double))
    return first_difference(hard.program, expected, got, hard.tolerance)


def in_double(tensor: Tensor) -> Tensor:
    return tensor.double() if tensor.is_floating_point() else tensor
