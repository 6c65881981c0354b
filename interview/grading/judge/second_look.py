"""A second look at what only float64 spoils: a task speaks of float32 and bfloat16, and of float64 nobody.

`scores.masked_fill(~mask, torch.finfo(x.dtype).min).softmax(-1, dtype=torch.float32)` is right in every dtype
that people use; only in float64 that minimum is beyond float32, and a row of it gives NaN, or an error.
Where an attempt is right in the other dtypes, and in float64 gives nothing worse than NaN and errors, the
same cases are carried out in float32, and say whether it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf

from interview.grading.execution.facts import Facts
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.model.question import Raise
from interview.model.verdict import Finding

RunOn = Callable[[Sequence[Program], float], Run]
"""Runs the attempt once more, in other programs, for so many seconds of computing at most."""
PROMISED_DTYPES = ("float32", "bfloat16")
WRITTEN = ("inputs_unchanged", "state")
"""Checks of what an attempt wrote where it must not: -inf in an input is no rounding of float64's."""


def doubtful_programs(
    bench: Bench, got: Sequence[Facts | None], findings: Sequence[Finding | None]
) -> list[int]:
    """The failed programs, if float64 may be the reason for all of them; else none."""
    failed = [i for i, finding in enumerate(findings) if finding is not None]
    if None in got or not all(is_doubtful(bench, i, findings[i]) for i in failed):
        return []
    functions = {bench.programs[i].of for i in failed}
    tried = {(program.of, program.variant) for program in bench.programs}
    known = all((of, dtype) in tried for of in functions for dtype in PROMISED_DTYPES)
    return failed if known else []


def is_doubtful(bench: Bench, index: int, finding: Finding | None) -> bool:
    """Whether a float64 program gave an error, or no wrong elements but NaN and infinities."""
    program = bench.programs[index]
    if finding is None or program.dtype != "float64" or program.apart:
        return False
    if finding.check in WRITTEN or isinstance(bench.case(program), Raise):
        return False
    if finding.kind == "elements":
        odd = sum(v["count"] for v in (finding.values["nan"], finding.values["infinite"]) if v)
        return bool(odd) and odd >= finding.values["count"]
    return finding.kind == "error"


def programs_in_float32(bench: Bench, indexes: Sequence[int]) -> list[Program]:
    return [replace(bench.programs[i], dtype="float32") for i in indexes]


def excused_programs(
    bench: Bench,
    got: Sequence[Facts | None],
    findings: Sequence[Finding | None],
    run_on: RunOn,
) -> frozenset[int]:
    """The failed programs that are right in float32; `run_on` runs the attempt there."""
    indexes = doubtful_programs(bench, got, findings)
    if not indexes:
        return frozenset()
    programs = programs_in_float32(bench, indexes)
    run = run_on(programs, inf)
    excused = set()
    for place, (index, program) in enumerate(zip(indexes, programs, strict=True)):
        expected = bench.asked(index, bench.run_reference(program))
        theirs = run.facts.get(place)
        if theirs is None:
            continue
        if bench.compare(program, expected, bench.asked(index, theirs), told=False) is None:
            excused.add(index)
    return frozenset(excused)
