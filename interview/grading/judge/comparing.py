"""A run compared with what is expected, and what it is spared by that.

Once a case has failed nothing else of it says anything, so nothing else of it is carried out: the first program
of each case comes first, and then the attempt's process hears which of the others are left. All of them are
where another look may yet pass what failed: in other dtypes, or with the weights read otherwise.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence

from interview.grading.execution.facts import Facts, Mismatch
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.limits import TookTooLong, at_most, comparing_seconds
from interview.grading.judge.second_look import is_doubtful
from interview.grading.wire.foreign import MAX_NAME
from interview.model.verdict import Finding
from interview.text import inert_line

GotFacts = list[Facts | None]
Findings = list[Finding | None]


def compared_facts(bench: Bench, run: Run) -> tuple[GotFacts, Findings]:
    """What a run gave in each program, None where it did not get there, and what is wrong with it.

    What was compared when the run asked what is left to do is not compared again.
    """
    places, expected = range(len(bench.programs)), bench.expected
    got = [bench.asked(i, run.facts[i]) if i in run.facts else None for i in places]
    for i, facts in enumerate(got):
        if facts is not None and i not in run.found:
            run.found[i] = compared(bench, bench.programs[i], expected[i], facts)
    return got, [run.found.get(i) for i in places]


def compared(bench: Bench, program: Program, expected: Facts, got: Facts) -> Finding | None:
    """What is wrong with `got`. The reference could be compared, so that something else can't is its own fault."""
    try:
        return bench.compare(program, expected, got)
    except Exception as error:
        traceback.print_exc()
        values = {"error": inert_line(f"{type(error).__name__}: {error}", MAX_NAME)}
        return Finding("answer", "not_comparable", values)


def first_of_cases(programs: Sequence[Program]) -> list[int]:
    """The first program of each case."""
    first: dict[int, int] = {}
    for index, program in enumerate(programs):
        if not program.apart:
            first.setdefault(program.case, index)
    return [*first.values()]


def left_to_do(bench: Bench, run: Run) -> list[int]:
    """The programs that are still to be carried out, where the first of each case have been."""
    first = {*first_of_cases(bench.programs)}
    others = [index for index in range(len(bench.programs)) if index not in first]
    if any(isinstance(run.facts.get(index), Mismatch | None) for index in first):
        return others
    try:
        with at_most(comparing_seconds(bench.reference_seconds)):
            _, findings = compared_facts(bench, run)
    except TookTooLong:  # as it will again where it counts
        bench.spoilt = True
        return others
    failed = [index for index, finding in enumerate(findings) if finding is not None]
    if all(is_doubtful(bench, index, findings[index]) for index in failed):
        return others
    cases = {bench.programs[index].case for index in failed}
    return [i for i in others if bench.programs[i].apart or bench.programs[i].case not in cases]
