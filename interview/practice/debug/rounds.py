"""Debugging rounds: a reference with one misconception in it is handed out, mended, and named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import ClassVar

from interview.bank import Bank
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Memory, Review, Reviews
from interview.history.sessions import Session
from interview.history.store import Recorder
from interview.model.question import Card, Misconception, Question
from interview.practice.debug.faults import (
    Fault,
    broken,
    by_due,
    difference,
    fault_from,
    fault_in,
    misconception_of,
    plan_of,
    question_to_debug,
)
from interview.practice.exercise import workspace
from interview.practice.exercise.until_accepted import (
    Grade,
    Opened,
    accepted,
    attempts,
    hand_out,
    over,
)
from interview.practice.memory.journal import Journal, PartJournal, planned, unfinished
from interview.practice.talk.conversation import Asks, Unclear, View, Views, command, following

FEW_TRIES = 2


@dataclass(frozen=True)
class Broken(View):
    """A program with one mistake in it; `tries` says whether the round was begun before."""

    question: Question
    path: Path
    tries: int


@dataclass(frozen=True)
class Naming(View):
    """Which of these is the mistake? `refused` are those that it is not."""

    says: tuple[str, ...]
    refused: tuple[int, ...]
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class Told(View):
    """What the mistake was, and how the round went."""

    says: str
    diff: tuple[str, ...]
    tries: int
    mended: bool
    named_at: int
    """At which choice it was named; 0 if it was not."""
    number: int
    """The question's."""


@dataclass(frozen=True)
class Left(View):
    """The round stays open; `interview debug NUMBER` goes on with it."""

    path: Path
    number: int


@dataclass(frozen=True)
class Round:
    """One debugging round: the question, what is wrong, where the file is."""

    question: Question
    card: Card
    fault: Fault
    path: Path
    journal: PartJournal
    grade: Grade

    def views(self) -> Views:
        """Mend it, then name the mistake until it is the right one; `q` leaves the round open."""
        views = self.to_the_end()
        view = next(views, None)
        while view is not None:
            line = yield view
            if view.asks and command(line) == "q":
                yield self.left()
                return
            view = following(views, line)

    def to_the_end(self) -> Views:
        yield from self.mending()
        while self.to_be_named:
            yield from self.naming()
        self.review()
        self.journal.add("finished")
        yield self.told()

    def left(self) -> Left:
        """Keeps the time spent so far."""
        self.journal.leave("left")
        return Left(self.path, self.card.number)

    def mending(self) -> Views:
        """The file is handed out, or is still there, and is graded until it is accepted or given up."""
        if over(self.journal):
            return
        if not self.path.is_file() or not self.journal.found("handed out"):
            hand_out(self.path, broken(self.card, self.misconception))
            self.journal.add("handed out", file=str(self.path))
        yield Broken(self.question, self.path, self.tries)
        yield Opened(self.path)
        yield from attempts(self.question, self.card, self.path, self.journal, self.grade)

    def naming(self) -> Views:
        """One choice among the mistakes."""
        options = self.fault.options
        refused = tuple(options.index(choice) for choice in self.choices if choice in options)
        line = yield Naming(tuple(self.says(id) for id in options), refused)
        word = command(line)
        if word == "g":
            self.journal.add("gave up naming")
        elif word.isdecimal() and 1 <= int(word) <= len(options):
            choice = options[int(word) - 1]
            self.journal.add("named", choice=choice, right=choice == self.fault.misconception)
        else:
            yield Unclear(line)

    def review(self) -> None:
        """Schedules the misconception by how the round went."""
        evidence = {
            "tries": self.tries,
            "mended": accepted(self.journal),
            "named_at": self.named_at,
        }
        rating = rating_of_debugging(self.tries, accepted(self.journal), self.named_at)
        self.journal.review(
            Review(
                self.fault.item,
                rating,
                session=self.journal.journal.session.id,
                seconds=round(self.journal.seconds, 1),
                evidence=evidence,
            )
        )

    def told(self) -> Told:
        mended = accepted(self.journal)
        return Told(
            self.says(self.fault.misconception),
            difference(self.card, self.misconception),
            self.tries,
            mended,
            self.named_at,
            self.card.number,
        )

    def says(self, id: str) -> str:
        return misconception_of(self.question, id).says

    @property
    def misconception(self) -> Misconception:
        return misconception_of(self.question, self.fault.misconception)

    @property
    def tries(self) -> int:
        return len(self.journal.found("graded"))

    @property
    def choices(self) -> list[str]:
        return [step["choice"] for step in self.journal.found("named")]

    @property
    def named_at(self) -> int:
        right = self.fault.misconception
        return self.choices.index(right) + 1 if right in self.choices else 0

    @property
    def to_be_named(self) -> bool:
        """Whether it is mended, but the mistake neither named nor given up."""
        given_up = bool(self.journal.found("gave up naming"))
        return accepted(self.journal) and not (self.named_at or given_up)


def rating_of_debugging(tries: int, mended: bool, named_at: int) -> int:
    """Not mended is again; named late or mended after many tries is hard; all at the first try is easy."""
    if not mended:
        return AGAIN
    if named_at != 1 or tries > FEW_TRIES:
        return HARD
    return EASY if tries == 1 else GOOD


def path_of(card: Card) -> Path:
    return workspace.folder() / "debug" / f"{card.slug}.py"


def begin(
    bank: Bank, wanted: str | None, lang: str, recorder: Recorder, grade: Grade, now: datetime
) -> Round:
    """The round that was left open, of the question wanted or the last; else a new one."""
    card = bank.find(wanted) if wanted else None
    found = left_open(bank, card, lang, recorder)
    if found is None:
        nothing: dict[str, Memory] = {}
        memories = recorder.tried(lambda store: Reviews(store).memories(), nothing)
        question = bank.load(card, lang) if card else question_to_debug(bank, memories, now, lang)
        fault = fault_in(question, by_due(memories), Random())
        found = question, fault, planned("debug", plan_of(fault))
    question, fault, session = found
    card = bank.find(question.id)
    journal = Journal(recorder, session).part(0)
    return Round(question, card, fault, path_of(card), journal, grade)


def left_open(
    bank: Bank, card: Card | None, lang: str, recorder: Recorder
) -> tuple[Question, Fault, Session] | None:
    """An unfinished round of this question, or of any; what the bank no longer has is passed over."""
    here = {one.id: one for one in bank.cards}
    for session in unfinished(recorder, "debug"):
        fault = fault_from(session.plan)
        if fault.question in here and (card is None or fault.question == card.id):
            question = bank.load(here[fault.question], lang)
            ids = {one.id for one in question.exercise.misconceptions}
            if ids.issuperset(fault.options):
                return question, fault, session
    return None
