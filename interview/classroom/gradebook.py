"""Entries -> the gradebook that every report is a view of: people, questions, points, misconceptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from interview.classroom.assignment import AssignedCard
from interview.classroom.batch import BatchEntry
from interview.classroom.class_mistakes import CommonMistake, Kind, mistakes_in
from interview.classroom.excerpts import Excerpt
from interview.classroom.ledger import BatchConditions
from interview.classroom.likeness import Alike
from interview.classroom.marks import AssignedClass, QuestionMark
from interview.classroom.roster import ClassMember
from interview.classroom.submissions import FoundPerson, order_of_names
from interview.messages import _
from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.text import inert
from interview.wording.core import core_in_words, mistake_in_words
from interview.wording.verdict import finding_message


@dataclass(frozen=True)
class HeldMisconception:
    """A misconception and who in the class holds it."""

    card: Card
    id: str
    explanation: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Gradebook:
    """Everything a report says. A score is credit by groups of cases; points are that times a question's most."""

    cards: list[Card]
    """The questions of the assignment; without one those that somebody handed in, in the bank's order."""
    entries: list[BatchEntry]
    """With an assignment, each under the label of its member."""
    conditions: BatchConditions
    problems: list[str]
    """A line on each file that could not be counted."""
    points: float
    """What a fully passed exercise is worth without an assignment."""
    found: list[FoundPerson] = field(default_factory=list)
    """Everybody of whom anything was found, whether or not it could be graded."""
    found_in: Mapping[str, Sequence[FoundPerson]] = field(default_factory=dict)
    """The same by each further language in which somebody reads their page."""
    assigned: AssignedClass | None = None
    handed_in: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """By person and question, where it is known."""
    marked_late: Collection[tuple[str, str]] = ()
    """Those of which the platform says so."""
    notes: list[str] = field(default_factory=list)
    """A line on each thing in the class that the instructor should look at."""
    alike: Sequence[Alike] = ()
    """Submissions that are alike, for the instructor alone; under the names of what was handed in."""
    excerpts: Mapping[tuple[str, Kind], Sequence[Excerpt]] = field(default_factory=dict)
    """By a question's id and a kind of mistake: code where it goes wrong."""

    @cached_property
    def verdicts(self) -> dict[tuple[str, str], Verdict]:
        return {(e.person, e.verdict.question): e.verdict for e in self.entries}

    @cached_property
    def members(self) -> dict[str, ClassMember]:
        """Everybody by label; without an assignment nothing is known of them but that."""
        if self.assigned:
            return {member.label: member for member in self.assigned.everybody.members}
        names = {e.person for e in self.entries} | {found.person for found in self.found}
        ordered = sorted(names, key=order_of_names)
        return {name: ClassMember(name, name=name, listed=False) for name in ordered}

    @property
    def people(self) -> list[str]:
        """Everybody: each has a row, whatever was handed in; the roster's order, else that of the names."""
        return list(self.members)

    @property
    def title(self) -> str:
        return self.assigned.ready.title if self.assigned else _("Batch report")

    @cached_property
    def assigned_cards(self) -> dict[str, AssignedCard]:
        cards = self.assigned.ready.cards if self.assigned else ()
        return {assigned.card.id: assigned for assigned in cards}

    def most(self, card: Card) -> float:
        """What a question is worth."""
        assigned = self.assigned_cards.get(card.id)
        return assigned.points if assigned else self.points

    @property
    def maximum(self) -> float:
        """What everything is worth together."""
        return round(sum(map(self.most, self.cards)), 2)

    @cached_property
    def marks(self) -> dict[tuple[str, str], QuestionMark]:
        """By person and question; of what was not handed in, too."""
        return {(p, card.id): self.mark(p, card) for p in self.people for card in self.cards}

    def mark(self, person: str, card: Card) -> QuestionMark:
        key = (person, card.id)
        verdict = self.verdicts.get(key)
        if self.assigned:
            assigned = self.assigned_cards[card.id]
            late = self.assigned.late(person, self.handed_in.get(key), key in self.marked_late)
            return self.assigned.mark(person, assigned, verdict, late)
        if verdict is None or verdict.status == "judge_error":
            return QuestionMark(self.points)
        earned = round(self.points * verdict.score, 2)
        return QuestionMark(self.points, earned, left=earned)

    @cached_property
    def reasons(self) -> dict[str, str]:
        """By person: why nothing of theirs is graded, in words."""
        return {found.person: found.reason for found in self.found if found.reason}

    @cached_property
    def left_out(self) -> dict[str, str]:
        """By person of whom something is graded: what of theirs is not, in words."""
        return {found.person: found.left_out for found in self.found if found.left_out}

    def told_in(self, lang: str) -> Gradebook:
        """The same with everybody's reasons in this language, if they were put into words in it."""
        return replace(self, found=list(self.found_in[lang])) if lang in self.found_in else self

    def status_of(self, person: str) -> str:
        """`graded`; `not graded`: nothing of theirs could be, and remarks tell why; or `not handed in`."""
        own = [v for card in self.cards if (v := self.verdicts.get((person, card.id)))]
        if person in self.reasons or (own and all(v.status == "judge_error" for v in own)):
            return "not graded"
        return "graded" if own else "not handed in"

    def earned(self, person: str, card: Card) -> float | None:
        """Points, or None where nothing was handed in or the grader failed, which costs nobody anything."""
        return self.marks[person, card.id].earned

    def counted(self, person: str, card: Card) -> float | None:
        """The same after the late rule and overrides."""
        return self.marks[person, card.id].counted

    def total(self, person: str) -> float | None:
        """Everything earned; None where the grader failed on something, which no sum may cost anybody."""
        if self.ungraded(person):
            return None
        return round(sum(self.earned(person, card) or 0.0 for card in self.cards), 2)

    def adjusted(self, person: str) -> float | None:
        """The same of everything that counts."""
        return None if self.ungraded(person) else self.counted_so_far(person)

    def counted_so_far(self, person: str) -> float:
        """What counts of everything that is graded."""
        return round(sum(self.counted(person, card) or 0.0 for card in self.cards), 2)

    def days_late(self, person: str) -> int:
        """Of the question that is the latest."""
        return max((self.marks[person, card.id].days for card in self.cards), default=0)

    def ungraded(self, person: str) -> list[Card]:
        """Questions at which the grader failed, and nobody gave points by hand."""
        failed = [self.verdicts.get((person, card.id)) for card in self.cards]
        return [
            card
            for card, verdict in zip(self.cards, failed, strict=True)
            if verdict and verdict.status == "judge_error" and self.counted(person, card) is None
        ]

    def verdicts_on(self, card: Card) -> list[Verdict]:
        """All verdicts on one question."""
        return [e.verdict for e in self.entries if e.verdict.question == card.id]

    def judged_on(self, card: Card) -> list[Verdict]:
        """Those that say anything of the submission: the grader didn't fail on it."""
        return [v for v in self.verdicts_on(card) if v.status != "judge_error"]

    def passed(self, card: Card) -> int:
        return sum(v.status == "accepted" for v in self.verdicts_on(card))

    def core_right(self, card: Card) -> int:
        """How many have the core right, whatever is left at the edges."""
        return sum(v.status == "accepted" or v.core_right for v in self.verdicts_on(card))

    @cached_property
    def statuses(self) -> dict[str, int]:
        return dict(Counter(e.verdict.status for e in self.entries).most_common())

    @cached_property
    def mistakes(self) -> dict[str, list[CommonMistake]]:
        """By a question's id: what goes wrong most often in it."""
        return mistakes_in(self.entries, self.excerpts)

    @cached_property
    def misconceptions(self) -> list[HeldMisconception]:
        """Which mistakes the class makes, the most frequent first."""
        cards = {card.id: card for card in self.cards}
        held: dict[tuple[str, str], list[BatchEntry]] = {}
        for entry in self.entries:
            if entry.verdict.misconception:
                held.setdefault((entry.verdict.question, entry.verdict.misconception), []).append(
                    entry
                )
        misconceptions = [
            HeldMisconception(
                cards[q], m, group[0].verdict.explanation, tuple(e.person for e in group)
            )
            for (q, m), group in held.items()
        ]
        return sorted(misconceptions, key=lambda h: (-len(h.people), h.card.number, h.id))


def totals_of(book: Gradebook) -> list[float]:
    """What counts for everybody of whom something is graded, and nothing isn't yet, or who has points by hand."""
    return [
        adjusted
        for person in book.people
        if any(book.counted(person, card) is not None for card in book.cards)
        and (adjusted := book.adjusted(person)) is not None
    ]


def why_not_accepted(verdict: Verdict) -> str:
    """Why it is not accepted, in a few lines: what is left, the mistake, what is wrong in the file and in cases."""
    lines = []
    if core := core_in_words(verdict):
        lines.append(core)
    if verdict.misconception:
        lines.append(mistake_in_words(verdict))
    lines += [finding_message(finding) for finding in (*verdict.notes, *verdict.findings)]
    for case in verdict.cases:
        lines += [f"{case.name}: {finding_message(finding)}" for finding in case.findings]
    return inert("\n".join(lines))
