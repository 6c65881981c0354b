"""What is told of the failed cases of a verdict: the first ones in full, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview.messages import _
from interview.model.verdict import CaseResult, Finding
from interview.wording.names import name_in_words
from interview.wording.translation import call_in_words
from interview.wording.verdict import finding_lines

CASES_IN_FULL = 3
"""So many failed cases are told with everything that is known of them, the others in a line or two."""
SELF_EXPLAINING = ("values", "error", "answer", "judge")
"""Findings that say for themselves what they are about."""


@dataclass(frozen=True)
class FailedCase:
    """What there is to say of one."""

    call: str = ""
    """What was called, where it is told in full."""
    same_as: str = ""
    """The name of a case before it of which the same is to be said; then nothing else is."""
    message: str = ""
    details: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()
    """The checks that could not be judged after that, where no case before it says so."""


def told_of_failed(case: CaseResult, before: Sequence[CaseResult]) -> FailedCase:
    """What is told of a failed case after those `before` it."""
    finding = case.findings[0]
    in_full = len(before) < CASES_IN_FULL
    call = call_in_words(case) if in_full else ""
    same = [other.name for other in before if says_the_same(other.findings[0], finding)]
    if same:
        return FailedCase(call, same[0])
    message, *details = told_with_check(finding)
    new = in_full and case.skipped not in [other.skipped for other in before]
    return FailedCase(call, "", message, tuple(details) * in_full, case.skipped if new else ())


def says_the_same(one: Finding, other: Finding) -> bool:
    """Whether two are put into the same words; those of a kind with the same values are."""
    if one.kind != other.kind and "told" not in (one.kind, other.kind):
        return False
    return one.values == other.values or finding_lines(one) == finding_lines(other)


def told_with_check(finding: Finding) -> list[str]:
    """The lines of a finding; the first says which check it is about, unless that is clear."""
    text, *details = finding_lines(finding)
    if finding.check not in SELF_EXPLAINING:
        text = _("{check}: {message}").format(check=name_in_words(finding.check), message=text)
    return [text, *details]
