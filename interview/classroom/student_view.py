"""What of a verdict its student is told: what is hidden goes before anything is put into words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from interview.classroom.gradebook import Gradebook
from interview.classroom.tongues import language_in_roster
from interview.messages import _
from interview.model.assignment import StudentView
from interview.model.verdict import CaseResult, Departure, Example, Finding, Matrices, Verdict

HANDED_BACK = StudentView()
"""Without an assignment everything is told but the question's hints."""


@dataclass(frozen=True)
class PageView:
    """What the pages of a class tell, at the time at which they are written."""

    hidden: frozenset[str]
    """The groups of cases that are not told of."""
    mistake: str
    hints: int


def page_view(book: Gradebook, now: datetime) -> PageView:
    """What is after the due date is told once nobody has more time; what is after publishing, on every page."""
    if not book.assigned:
        return PageView(frozenset(), HANDED_BACK.mistake, HANDED_BACK.hints)
    ready = book.assigned.ready
    longest = max(book.assigned.extra.values(), default=timedelta())
    due = ready.due is None or now >= ready.due + longest
    closed = {"hidden"} if due else {"hidden", "after_due_date"}
    view = ready.students_see
    hidden = {group for group, seen in vars(view.groups).items() if seen in closed}
    return PageView(frozenset(hidden), view.mistake, view.hints)


def page_language(book: Gradebook, person: str, lang: str) -> str:
    """That of somebody's page: as the roster, the assignment or the command says, the first that does."""
    asked = language_in_roster(book.members[person].language)
    return asked or (book.assigned.ready.language if book.assigned else "") or lang


def as_student_sees(verdict: Verdict, view: PageView) -> Verdict:
    """The verdict without hidden groups, what follows from them, what was printed, and what isn't named."""
    shown = tuple(case for case in verdict.cases if case.group not in view.hidden)
    away = [case for case in verdict.cases if case.group in view.hidden]
    failed = any(case.status == "failed" for case in shown)
    hidden_fail = any(case.status == "failed" for case in away)
    if view.mistake == "untold" or (hidden_fail and not failed):
        shown = tuple(replace(case, misconception=None, explanation="") for case in shown)
        verdict = replace(verdict, misconception=None, explanation="", candidates=())
    if view.mistake == "untold":
        verdict = replace(verdict, departure=None)
    return replace(
        verdict,
        cases=shown,
        groups=tuple(group for group in verdict.groups if group.group not in view.hidden),
        findings=tuple(
            without_case(finding, verdict.cases, view.hidden) for finding in verdict.findings
        ),
        common=None if hidden_fail else verdict.common,
        example=verdict.example if is_of(verdict.example, shown) else None,
        departure=verdict.departure if is_of(verdict.departure, shown) else None,
        matrices=verdict.matrices if is_of(verdict.matrices, shown) else None,
        output="",
    )


def is_of(told: Example | Departure | Matrices | None, cases: Collection[CaseResult]) -> bool:
    """Whether it is about one of these cases."""
    return told is not None and any(told.case == case.name for case in cases)


def without_case(
    finding: Finding, cases: Collection[CaseResult], hidden: Collection[str]
) -> Finding:
    """A finding without the name of the case in which a run ended, if that is of a hidden group."""
    match finding.values.get("reached"):
        case {"name": str(name)} if any(c.name == name and c.group in hidden for c in cases):
            reached = {"name": _("one that is not shown")}
            return replace(finding, values={**finding.values, "reached": reached})
    return finding
