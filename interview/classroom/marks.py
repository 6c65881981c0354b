"""A verdict, the late rule and an override -> what somebody gets for a question, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from interview.classroom.assignment import AssignedCard, PersonalEntry, ReadyAssignment
from interview.classroom.identity import MEMBERS_TOLD, ClassList, MemberIndex, listed_class
from interview.classroom.lateness import lateness
from interview.classroom.submissions import FoundPerson
from interview.errors import UsageError
from interview.messages import _
from interview.model.assignment import GroupWeights, Override
from interview.model.verdict import Verdict
from interview.wording.names import quoted_names


@dataclass(frozen=True)
class QuestionMark:
    """What one person gets for one question."""

    maximum: float
    earned: float | None = None
    """Points for what is right; None where nothing was handed in or the grader failed."""
    late: timedelta = timedelta()
    days: int = 0
    """The days for which something is taken off."""
    too_late: bool = False
    """Whether it came after the cut-off."""
    left: float | None = None
    """What the late rule leaves of the points that were earned."""
    override: Override | None = None

    @property
    def counted(self) -> float | None:
        """What counts in the end; None where the grader failed, or nothing was handed in."""
        return self.override.points if self.override else self.left


@dataclass(frozen=True)
class AssignedClass:
    """An assignment and everybody of its class."""

    ready: ReadyAssignment
    everybody: ClassList
    extra: dict[str, timedelta] = field(default_factory=dict)
    """By label."""
    handed_in: dict[str, datetime] = field(default_factory=dict)
    """The times that the instructor tells, by label."""
    overrides: dict[tuple[str, str], Override] = field(default_factory=dict)
    """By label and the question's id."""

    def mark(
        self, label: str, assigned: AssignedCard, verdict: Verdict | None, late: timedelta
    ) -> QuestionMark:
        """What somebody gets for a question that came so late."""
        override = self.overrides.get((label, assigned.card.id))
        if verdict is None or verdict.status == "judge_error":
            return QuestionMark(assigned.points, override=override)
        earned = round(assigned.points * weighted_score(verdict, assigned.weights), 2)
        terms = self.ready.late
        left = terms.left(earned, assigned.points, late)
        return QuestionMark(
            assigned.points, earned, late, terms.days(late), terms.too_late(late), left, override
        )

    def late(self, label: str, at: datetime | None, marked: bool) -> timedelta:
        """By how much something handed in came late; `marked`: the platform says so, and may tell no time."""
        if self.ready.due is None:
            return timedelta()
        if at is None:
            return self.ready.late.least if marked else timedelta()
        return lateness(at, self.ready.due, self.extra.get(label, timedelta()))


def weighted_score(verdict: Verdict, weights: GroupWeights | None) -> float:
    """The credit from 0 to 1, by the exercise's own weights or by others."""
    if weights is None or not verdict.groups:
        return verdict.score
    return round(sum(earned for earned, _most in group_shares(verdict, weights).values()), 4)


def group_shares(verdict: Verdict, weights: GroupWeights | None) -> dict[str, tuple[float, float]]:
    """By group of cases: its part of the credit that is earned, and the most that could be; both from 0 to 1.

    As in grading, each function counts the same, and one that is wrong in every ordinary case earns nothing.
    """
    names = list(verdict.parts) or list(dict.fromkeys(group.of for group in verdict.groups))
    shares: dict[str, tuple[float, float]] = {}
    for name in names:
        own = [group for group in verdict.groups if group.of == name]
        count = {g.group: getattr(weights, g.group) if weights else g.weight for g in own}
        if not any(count.values()):  # only groups that count nothing: what there is counts the same
            count = dict.fromkeys(count, 1.0)
        works = verdict.status != "forbidden" and works_ordinarily(verdict, name)
        for group in own:
            share = count[group.group] / sum(count.values()) / len(names)
            earned, most = shares.get(group.group, (0.0, 0.0))
            got = share if works and group.right else 0.0
            shares[group.group] = (earned + got, most + share)
    return shares


def works_ordinarily(verdict: Verdict, name: str) -> bool:
    """Whether a function is right in one case at least that an interviewer looks at first."""
    cases = [case for case in verdict.cases if case.of == name and case.group != "errors"]
    first = [case for case in cases if case.group == "core"] or cases
    return any(case.status == "passed" for case in first)


def assign_class(ready: ReadyAssignment, found: Iterable[FoundPerson]) -> AssignedClass:
    """Everybody of the class, and what is written about some of them; raises UsageError for who isn't found."""
    everybody = listed_class(ready.roster, found)
    index = MemberIndex(everybody.members)
    extra: dict[str, timedelta] = {}
    handed_in: dict[str, datetime] = {}
    overrides: dict[tuple[str, str], Override] = {}
    problems = []
    for entry in ready.personal:
        fitting = index.named(entry.person)
        if len(fitting) != 1:
            problems.append(unknown_person(entry, [member.label for member in fitting]))
            continue
        (member,) = fitting
        if entry.override and entry.card:
            key = (member.label, entry.card.id)
            if key in overrides:
                text = _("{where}: {person} has one for {id} already: remove one of them")
                problems.append(text.format(where=entry.where, person=member.label, id=key[1]))
            overrides[key] = entry.override
        elif entry.handed_in:
            handed_in[member.label] = entry.handed_in
        else:
            extra[member.label] = entry.extra
    if problems:
        raise UsageError(*problems)
    return AssignedClass(ready, everybody, extra, handed_in, overrides)


def unknown_person(entry: PersonalEntry, fitting: list[str]) -> str:
    if fitting:
        text = _("{where}: {person} fits {people}: write the id")
        people = quoted_names(fitting, MEMBERS_TOLD)
        return text.format(where=entry.where, person=entry.person, people=people)
    text = _(
        "{where}: {person}: nobody of the class: write an id, an e-mail address or a name, "
        "and numbers that begin with 0 in quotes"
    )
    return text.format(where=entry.where, person=entry.person)
