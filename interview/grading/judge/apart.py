"""What is judged on its own and told only: the programs of a check on which no credit hangs.

They say nothing of a case, and no name of a mistake hangs on them. Where they cannot be carried out, as
something else is wrong or torch is another than this was made for, they say nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from interview.grading.checks.table import CHECKS
from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.program import Program
from interview.model.question import NAMES_APART, Tolerance
from interview.model.verdict import CaseResult, Finding


def apart_finding(program: Program, expected: Facts, got: Facts) -> Finding | None:
    """What is wrong with what was observed, where both could be carried out."""
    if not isinstance(expected, Returned) or not isinstance(got, Returned):
        return None
    name = program.variant
    return CHECKS[name].compare(expected.beside.get(name, {}), got.beside.get(name), Tolerance())


def facts_without_apart(
    programs: Sequence[Program], facts: Sequence[Facts | None]
) -> list[Facts | None]:
    """What came of each program, but nothing of those that are judged on their own."""
    return [None if p.apart else its for p, its in zip(programs, facts, strict=True)]


def without_apart(
    programs: Sequence[Program], findings: Sequence[Finding | None]
) -> list[Finding | None]:
    """What is wrong in each program, but nothing of those that are judged on their own."""
    return [None if p.apart else its for p, its in zip(programs, findings, strict=True)]


def results_apart(
    programs: Sequence[Program],
    got: Sequence[Facts | None],
    findings: Sequence[Finding | None],
    call_text: Callable[[Program], str],
) -> Iterator[CaseResult]:
    """One result for each function that has such programs, and each of their checks.

    It has passed whatever was found: a finding is a remark.
    """
    of_functions = dict.fromkeys((p.of, p.variant) for p in programs if p.apart)
    for of, check in of_functions:
        own = [i for i, p in enumerate(programs) if p.apart and (p.of, p.variant) == (of, check)]
        found = [i for i in own if findings[i] is not None]
        told = [i for i in own if isinstance(got[i], Returned)]
        others = any(f is not None and p.of == of for p, f in zip(programs, findings, strict=True))
        ran = all(got[i] is not None for i in own)
        seen = bool(told) or not others
        yield CaseResult(
            name=NAMES_APART[check],
            of=of,
            status="passed" if ran and seen else "skipped",
            call=call_text(programs[(found or own)[0]]),
            findings=tuple(f for i in found[:1] if (f := findings[i]) is not None),
            skipped=() if told or not ran else (check,),
            training=programs[(found or own)[0]].mode != "eval",
            group="edges",
        )
