"""Entries -> the gradebook that every report is a view of: people, questions, points, misconceptions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from interview.classroom.batch import BatchEntry
from interview.classroom.ledger import BatchConditions
from interview.classroom.submissions import FoundPerson, order_of_names
from interview.model.question import Card
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
    """Everything a report says. Scores are credit by groups of cases; points are scores times `points`."""

    cards: list[Card]
    """The questions that somebody handed in, in the bank's order."""
    entries: list[BatchEntry]
    conditions: BatchConditions
    problems: list[str]
    """A line on each file that could not be counted."""
    points: float
    """What a fully passed exercise is worth."""
    found: list[FoundPerson] = field(default_factory=list)
    """Everybody of whom anything was found, whether or not it could be graded."""

    @cached_property
    def verdicts(self) -> dict[tuple[str, str], Verdict]:
        return {(e.person, e.verdict.question): e.verdict for e in self.entries}

    @cached_property
    def people(self) -> list[str]:
        """Everybody, in the order of their names: each has a row, whatever was handed in."""
        names = {e.person for e in self.entries} | {found.person for found in self.found}
        return sorted(names, key=order_of_names)

    @cached_property
    def reasons(self) -> dict[str, str]:
        """By person: why nothing of theirs is graded, in words."""
        return {found.person: found.reason for found in self.found if found.reason}

    @cached_property
    def left_out(self) -> dict[str, str]:
        """By person of whom something is graded: what of theirs is not, in words."""
        return {found.person: found.left_out for found in self.found if found.left_out}

    def status_of(self, person: str) -> str:
        """`graded`, or `not graded`: nothing of theirs could be, and `reasons` tells why."""
        return "not graded" if person in self.reasons else "graded"

    def earned(self, person: str, card: Card) -> float | None:
        """Points, or None where nothing was handed in or the grader failed, which costs nobody anything."""
        verdict = self.verdicts.get((person, card.id))
        if verdict is None or verdict.status == "judge_error":
            return None
        return round(self.points * verdict.score, 2)

    def total(self, person: str) -> float:
        return round(sum(self.earned(person, card) or 0.0 for card in self.cards), 2)

    def verdicts_on(self, card: Card) -> list[Verdict]:
        """All verdicts on one question."""
        return [e.verdict for e in self.entries if e.verdict.question == card.id]

    def passed(self, card: Card) -> int:
        return sum(v.status == "accepted" for v in self.verdicts_on(card))

    def core_right(self, card: Card) -> int:
        """How many have the core right, whatever is left at the edges."""
        return sum(v.status == "accepted" or v.core_right for v in self.verdicts_on(card))

    @cached_property
    def statuses(self) -> dict[str, int]:
        return dict(Counter(e.verdict.status for e in self.entries).most_common())

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
