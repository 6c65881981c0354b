"""What is said of an attempt beyond its failures: the mistake it makes, or what the failed cases have in common."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace

from interview.errors import QuestionError
from interview.grading.execution.facts import Facts
from interview.grading.judge.bench import Bench
from interview.grading.judge.common import common_to_failures
from interview.grading.judge.diagnosis import Diagnosis
from interview.grading.judge.limits import TookTooLong, at_most, naming_seconds
from interview.model.verdict import CaseResult, Finding


@dataclass(frozen=True)
class Naming:
    """The cases with the mistakes that are theirs, and what is said of the whole attempt."""

    cases: tuple[CaseResult, ...]
    misconception: str | None = None
    explanation: str = ""
    candidates: tuple[str, ...] = ()
    """Where several mistakes do the same: all of them, none named."""
    common: Finding | None = None


def names_of_mistakes(
    bench: Bench,
    got: list[Facts | None],
    findings: list[Finding | None],
    cases: tuple[CaseResult, ...],
    source: str,
) -> Naming:
    """The names; without them where what came back makes it too costly, or impossible, to find one."""
    try:
        with at_most(naming_seconds(bench.reference_seconds, len(bench.wrong))):
            return naming_of(bench, got, findings, cases, source)
    except TookTooLong:
        bench.spoilt = True
    except QuestionError:
        raise
    except Exception:
        traceback.print_exc()
    return Naming(cases)


def naming_of(
    bench: Bench,
    got: list[Facts | None],
    findings: list[Finding | None],
    cases: tuple[CaseResult, ...],
    source: str,
) -> Naming:
    candidates: tuple[str, ...] = ()
    says = {m.id: m.says for m in bench.question.exercise.misconceptions}
    if any(findings):
        diagnosis = Diagnosis(bench, got, findings, source)
        candidates = diagnosis.of_attempt()
        cases = with_mistakes(cases, diagnosis, candidates, says)
    if not candidates:
        return Naming(cases, common=common_to_failures(bench, cases))
    if len(candidates) > 1:
        return Naming(cases, candidates=candidates)
    (named,) = candidates
    return Naming(cases, named, says[named])


def with_mistakes(
    cases: tuple[CaseResult, ...],
    diagnosis: Diagnosis,
    candidates: tuple[str, ...],
    says: dict[str, str],
) -> tuple[CaseResult, ...]:
    """The cases with the mistakes that are theirs alone, and what speaks for every name that is given."""
    if len(candidates) > 1:
        return cases
    of_cases = {} if candidates else diagnosis.of_cases()
    named = diagnosis.failed if candidates else of_cases
    return tuple(
        replace(
            case,
            misconception=of_cases.get(i),
            explanation=says.get(of_cases.get(i, ""), ""),
            evidence=diagnosis.evidence(i),
        )
        if i in named
        else case
        for i, case in enumerate(cases)
    )
