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
from interview.model.card import Card
from interview.model.question import Misconception, Question
from interview.practice.debug.faults import (
    Fault,
    debugging_items_by_due,
    draw_fault,
    fault_from_plan,
    faulty_source,
    mending_lines,
    misconception_of,
    plan_of_fault,
    question_to_debug,
)
from interview.practice.exercise.places import attempt_at, exercises_folder
from interview.practice.exercise.until_accepted import (
    FileToOpen,
    Grade,
    attempts_are_over,
    grade_until_accepted,
    was_accepted,
)
from interview.practice.exercise.workspace import replace_attempt
from interview.practice.memory.journal import Journal, PartJournal, new_session, unfinished_sessions
from interview.practice.talk.conversation import (
    Asks,
    Unclear,
    View,
    Views,
    next_view,
    typed_command,
)

FEW_TRIES = 2


@dataclass(frozen=True)
class FaultyProgram(View):
    """A program with one mistake in it; `tries` says whether the round was begun before."""

    question: Question
    path: Path
    tries: int


@dataclass(frozen=True)
class MistakeChoice(View):
    """Which of these is the mistake? `refused` are those that it is not."""

    says: tuple[str, ...]
    refused: tuple[int, ...]
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class MistakeTold(View):
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
class DebuggingLeft(View):
    """The round stays open; `interview debug NUMBER` goes on with it."""

    path: Path
    number: int


@dataclass(frozen=True)
class DebuggingRound:
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
            if view.asks and typed_command(line) == "q":
                yield self.left()
                return
            view = next_view(views, line)

    def to_the_end(self) -> Views:
        yield from self.mending()
        while self.to_be_named:
            yield from self.naming()
        self.review()
        self.journal.add("finished")
        yield self.told()

    def left(self) -> DebuggingLeft:
        """Keeps the time spent so far."""
        self.journal.leave("left")
        return DebuggingLeft(self.path, self.card.number)

    def mending(self) -> Views:
        """The file is handed out, or is still there, and is graded until it is accepted or given up."""
        if attempts_are_over(self.journal):
            return
        if not attempt_at(self.path) or not self.journal.step_data("handed out"):
            replace_attempt(self.path, faulty_source(self.card, self.misconception))
            self.journal.add("handed out", file=str(self.path))
        yield FaultyProgram(self.question, self.path, self.tries)
        yield FileToOpen(self.path)
        yield from grade_until_accepted(
            self.question, self.card, self.path, self.journal, self.grade
        )

    def naming(self) -> Views:
        """One choice among the mistakes."""
        options = self.fault.options
        refused = tuple(options.index(choice) for choice in self.choices if choice in options)
        line = yield MistakeChoice(tuple(self.says(id) for id in options), refused)
        word = typed_command(line)
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
            "mended": was_accepted(self.journal),
            "named_at": self.named_at,
        }
        rating = rating_of_debugging(self.tries, was_accepted(self.journal), self.named_at)
        self.journal.review(
            Review(
                self.fault.item,
                rating,
                session=self.journal.journal.session.id,
                seconds=round(self.journal.seconds, 1),
                evidence=evidence,
            )
        )

    def told(self) -> MistakeTold:
        mended = was_accepted(self.journal)
        return MistakeTold(
            self.says(self.fault.misconception),
            mending_lines(self.card, self.misconception),
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
        return len(self.journal.step_data("graded"))

    @property
    def choices(self) -> list[str]:
        return [step["choice"] for step in self.journal.step_data("named")]

    @property
    def named_at(self) -> int:
        right = self.fault.misconception
        return self.choices.index(right) + 1 if right in self.choices else 0

    @property
    def to_be_named(self) -> bool:
        """Whether it is mended, but the mistake neither named nor given up."""
        given_up = bool(self.journal.step_data("gave up naming"))
        return was_accepted(self.journal) and not (self.named_at or given_up)


def rating_of_debugging(tries: int, mended: bool, named_at: int) -> int:
    """Not mended is again; named late or mended after many tries is hard; all at the first try is easy."""
    if not mended:
        return AGAIN
    if named_at != 1 or tries > FEW_TRIES:
        return HARD
    return EASY if tries == 1 else GOOD


def debugging_path(card: Card) -> Path:
    return exercises_folder() / "debug" / card.exercise_place


def begin_debugging(
    bank: Bank, wanted: str | None, lang: str, recorder: Recorder, grade: Grade, now: datetime
) -> DebuggingRound:
    """The round that was left open, of the question wanted or the last; else a new one."""
    card = bank.find(wanted) if wanted else None
    open_round = unfinished_debugging(bank, card, lang, recorder)
    if open_round is None:
        nothing: dict[str, Memory] = {}
        memories = recorder.tried(lambda store: Reviews(store).memories(), nothing)
        question = bank.load(card, lang) if card else question_to_debug(bank, memories, now, lang)
        fault = draw_fault(question, debugging_items_by_due(memories), Random())
        open_round = question, fault, new_session("debug", plan_of_fault(fault))
    question, fault, session = open_round
    card = bank.card(question.id)
    journal = Journal(recorder, session).part(0)
    return DebuggingRound(question, card, fault, debugging_path(card), journal, grade)


def unfinished_debugging(
    bank: Bank, card: Card | None, lang: str, recorder: Recorder
) -> tuple[Question, Fault, Session] | None:
    """An unfinished round of this question, or of any; what the bank no longer has is passed over."""
    here = {known.id: known for known in bank.cards}
    for session in unfinished_sessions(recorder, "debug"):
        fault = fault_from_plan(session.plan)
        if fault.question in here and (card is None or fault.question == card.id):
            question = bank.load(here[fault.question], lang)
            ids = {misconception.id for misconception in question.exercise.misconceptions}
            if ids.issuperset(fault.options):
                return question, fault, session
    return None
