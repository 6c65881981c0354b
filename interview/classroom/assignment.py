"""`assignment.yaml` and what it names -> an assignment ready to be graded, or all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from interview.bank import Bank
from interview.bank.schema import validated
from interview.bank.source import KeyPath, YamlSource, filled_source, problem_at
from interview.classroom.lateness import LateTerms, read_due, read_span
from interview.classroom.roster import ClassMember, read_roster
from interview.classroom.tongues import notes_on_languages
from interview.errors import InterviewError, UsageError
from interview.messages import _
from interview.model.assignment import (
    Assignment,
    ClassFile,
    GroupWeights,
    LateRule,
    Override,
    Overrides,
    PageLanguage,
    StudentView,
)
from interview.model.card import Card

Value = TypeVar("Value")
OVERRIDES_NAME = "overrides.yaml"
MOST_QUESTION_POINTS = 1_000_000
"""For one question: what a whole class earns stays a number that every program reads."""


@dataclass(frozen=True)
class AssignedCard:
    """A question of the assignment, found in the bank."""

    card: Card
    points: float
    weights: GroupWeights | None


@dataclass(frozen=True)
class PersonalEntry:
    """Something that the instructor wrote about a person, who is not looked for yet."""

    person: str
    where: str
    """`file:line: key`, as it is told."""
    extra: timedelta = timedelta()
    handed_in: datetime | None = None
    override: Override | None = None
    card: Card | None = None
    """Of the override."""


@dataclass(frozen=True)
class ReadyAssignment:
    """An assignment that can be graded."""

    title: str
    cards: tuple[AssignedCard, ...]
    due: datetime | None
    late: LateTerms
    roster: tuple[ClassMember, ...]
    students_see: StudentView
    personal: tuple[PersonalEntry, ...]
    """Extra time, times of handing in, and overrides."""
    notes: list[str]
    """A line on each thing that may be meant, and looks odd."""
    language: PageLanguage = ""
    """Of the students' pages, where the roster has none; empty for that of the command."""

    @property
    def first(self) -> Card:
        """Its first question."""
        return self.cards[0].card

    def in_its_zone(self, time: datetime) -> datetime:
        """A time with its zone; one without is in that of the due time."""
        if time.tzinfo:
            return time
        return time.replace(tzinfo=self.due.tzinfo if self.due else UTC)


def open_assignment(path: Path, bank: Bank) -> ReadyAssignment:
    """Raises UsageError, with all problems of the file and of those that it names."""
    told = _(
        "check the name of the assignment, or begin one: `interview schema --assignment FOLDER`"
    )
    source = read_class_file(path, told, Assignment)
    assignment = validated(source, Assignment)
    reader = AssignmentReader(source, bank)
    ready = reader.read(assignment) if assignment else None
    if source.problems or ready is None:
        raise UsageError(*source.problems)
    return ready


def read_class_file(path: Path, missing: str, kind: type[ClassFile]) -> YamlSource:
    keys_of = kind.keys_of
    return filled_source(YamlSource(path, keys_of=keys_of, missing=missing, dates_are_text=True))


class AssignmentReader:
    """Reads on past every problem, so that all are told at once."""

    def __init__(self, source: YamlSource, bank: Bank) -> None:
        self.source, self.bank = source, bank
        self.notes = list(source.replaced)

    def read(self, written: Assignment) -> ReadyAssignment:
        """The assignment; what is wrong with it is added to the source's problems."""
        folder = self.source.path.parent
        if not written.title.strip():
            self.problem(("title",), _("expected a title, got nothing: write one"))
        self.weights_are_sound(("weights",), written.weights)
        cards = tuple(self.cards(written))
        due = self.value(("due",), read_due, written.due) if written.due else None
        late = self.late_terms(written.late)
        timed = (written.late != LateRule(), written.extra_time, written.handed_in)
        if not written.due and any(timed):
            text = _(
                "missing: add it: without it `late`, `extra_time` and `handed_in` mean nothing"
            )
            self.problem(("due",), text)
        personal = [*self.extra_times(written), *self.times_told(written)]
        roster = self.roster(folder / written.roster) if written.roster else ()
        overrides = [*self.overrides(folder, written, cards)]
        return ReadyAssignment(
            written.title.strip(),
            cards,
            due,
            late,
            roster,
            written.students_see,
            (*personal, *overrides),
            self.notes,
            written.language,
        )

    def problem(self, key: KeyPath, text: str, source: YamlSource | None = None) -> None:
        """Adds a line, unless something is known of that key already."""
        source = source or self.source
        if not source.is_doubtful(key):
            self.source.problems.append(problem_at(source.where, key, text))

    def value(self, key: KeyPath, read: Callable[[str], Value], text: str) -> Value | None:
        try:
            return read(text)
        except ValueError as error:
            self.problem(key, str(error))
            return None

    def cards(self, written: Assignment) -> Iterator[AssignedCard]:
        """The questions that are found, each once."""
        if not written.questions:
            self.problem(("questions",), _("expected questions, got none: write one"))
        known: set[str] = set()
        for i, asked in enumerate(written.questions):
            self.points_are_sound(("questions", i, "points"), asked.points)
            self.weights_are_sound(("questions", i, "weights"), asked.weights)
            card = self.card(("questions", i, "question"), asked.question)
            if card is None:
                continue
            if card.id in known:
                text = _("{id} is there twice: remove one of them")
                self.problem(("questions", i, "question"), text.format(id=card.id))
                continue
            known.add(card.id)
            yield AssignedCard(card, asked.points, asked.weights or written.weights)

    def card(self, key: KeyPath, name: str | int) -> Card | None:
        try:
            return self.bank.find(str(name))
        except InterviewError as error:
            self.problem(key, error.problems[0])
            return None

    def points_are_sound(
        self, key: KeyPath, points: float, source: YamlSource | None = None
    ) -> None:
        if not 0 <= points <= MOST_QUESTION_POINTS:
            text = _("expected 0 to {most} points, got {points}: write another number")
            self.problem(key, text.format(most=MOST_QUESTION_POINTS, points=points), source)

    def weights_are_sound(self, key: KeyPath, weights: GroupWeights | None) -> None:
        shares = vars(weights).values() if weights else [1.0]
        if not all(0 <= share <= MOST_QUESTION_POINTS for share in shares):
            self.problem(key, _("expected weights of 0 or more: write other numbers"))
        elif not any(shares):
            self.problem(key, _("no group counts anything: give one a weight above 0"))

    def late_terms(self, rule: LateRule) -> LateTerms:
        spans = {
            name: self.value(("late", name), read_span, str(text))
            for name, text in (("grace", rule.grace), ("cut_off", rule.cut_off))
            if text != ""
        }
        if not 0 <= rule.percent_a_day <= 100:
            text = _("expected 0 to 100 per cent, got {percent}: write another number")
            self.problem(("late", "percent_a_day"), text.format(percent=rule.percent_a_day))
        grace, cut_off = spans.get("grace") or timedelta(), spans.get("cut_off")
        if cut_off is not None and cut_off < grace:
            text = _("shorter than the grace: write more, or leave it out")
            self.problem(("late", "cut_off"), text)
        return LateTerms(rule.percent_a_day, rule.of, grace, cut_off)

    def extra_times(self, written: Assignment) -> Iterator[PersonalEntry]:
        for person, text in written.extra_time.items():
            key = ("extra_time", person)
            extra = self.value(key, read_span, str(text))
            if extra is not None:
                yield PersonalEntry(str(person), self.place(self.source, key), extra)

    def times_told(self, written: Assignment) -> Iterator[PersonalEntry]:
        for person, text in written.handed_in.items():
            key = ("handed_in", person)
            if time := self.value(key, read_due, text):
                yield PersonalEntry(str(person), self.place(self.source, key), handed_in=time)

    def place(self, source: YamlSource, key: KeyPath) -> str:
        return f"{source.where(key)}: {'.'.join(map(str, key))}"

    def roster(self, path: Path) -> tuple[ClassMember, ...]:
        try:
            members = tuple(read_roster(path))
        except UsageError as error:
            self.source.problems += error.problems
            return ()
        self.notes += notes_on_languages(path, members)
        return members

    def overrides(
        self, folder: Path, written: Assignment, cards: Sequence[AssignedCard]
    ) -> Iterator[PersonalEntry]:
        """Those of the file named; without a name, of the one beside the assignment, if there is one."""
        path = folder / (written.overrides or OVERRIDES_NAME)
        if not written.overrides and not os.path.lexists(path):
            return
        source = read_class_file(path, _("create it, or leave `overrides` out"), Overrides)
        listed = validated(source, Overrides)
        self.source.problems += source.problems
        self.notes += source.replaced
        worth = {assigned.card.id: assigned.points for assigned in cards}
        for i, override in enumerate(listed.overrides if listed else ()):
            yield from self.override(source, ("overrides", i), override, worth)

    def override(
        self, source: YamlSource, key: KeyPath, override: Override, worth: dict[str, float]
    ) -> Iterator[PersonalEntry]:
        self.points_are_sound((*key, "points"), override.points, source)
        if not override.reason.strip():
            self.problem((*key, "reason"), _("expected a reason, got nothing: write one"), source)
        try:
            card = self.bank.find(str(override.question))
        except InterviewError as error:
            self.problem((*key, "question"), error.problems[0], source)
            return
        if not worth:  # none of the assignment's is known, which is told
            return
        if card.id not in worth:
            text = _("{id} is not in this assignment: write one of {known}")
            known = ", ".join(worth)
            self.problem((*key, "question"), text.format(id=card.id, known=known), source)
            return
        where = self.place(source, (*key, "person"))
        if override.points > worth[card.id]:
            text = _("{where}: {points} points where {most} are the most: counted as it stands")
            values = {"points": f"{override.points:g}", "most": f"{worth[card.id]:g}"}
            self.notes.append(text.format(where=where, **values))
        yield PersonalEntry(str(override.person), where, override=override, card=card)
