"""What the parts of a mock interview are: theory, drills, coding, debugging. No hints, no solutions.

A stage goes on from the steps that are on disk. `conclude` turns them into reviews, once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Protocol

from interview.bank.drills import AskedDrill, answer_text, drawn_drill
from interview.history.items import Item
from interview.history.reviews import AGAIN, Review
from interview.history.store import Store
from interview.matching import suggested_points
from interview.model.answer import FollowUp
from interview.model.card import Card
from interview.model.question import Question
from interview.model.verdict import Verdict
from interview.practice.debug import rounds
from interview.practice.debug.faults import Fault
from interview.practice.drill.drill import (
    TYPED_WHEN_UNKNOWN,
    DrillNotMarked,
    DrillPosed,
    rating_of_drill,
)
from interview.practice.drill.marking import kind_of_drill, mark_drill
from interview.practice.exercise.exercises import (
    ExerciseRecorder,
    exercise_item,
    record_attempt,
)
from interview.practice.exercise.places import attempt_at, exercises_folder
from interview.practice.exercise.stubs import stub_text
from interview.practice.exercise.until_accepted import (
    FileHandedOut,
    FileToOpen,
    Grade,
    attempts_are_over,
    grade_until_accepted,
    was_accepted,
    was_passed,
)
from interview.practice.exercise.workspace import replace_attempt
from interview.practice.memory.journal import PartJournal, Recording, record_review_once
from interview.practice.mock.about_code import asked_about_code
from interview.practice.mock.planning import MockPart, PlannedDrill
from interview.practice.quiz.marking import parse_places, rating_of_answer
from interview.practice.quiz.views import PointsToTick
from interview.practice.talk.conversation import Asks, Draft, Unclear, View, Views


@dataclass(frozen=True)
class TheoryPut(View):
    """The interviewer asks; the answer is typed, or said aloud."""

    question: Question
    draft: Draft
    asks: ClassVar[Asks] = "answer"


@dataclass(frozen=True)
class TheoryFollowUpPut(View):
    """The interviewer asks on."""

    ask: str
    draft: Draft
    asks: ClassVar[Asks] = "answer"


class Stage(Protocol):
    """One part while it is held."""

    def views(self) -> Views: ...

    def conclude(self) -> None: ...


@dataclass
class TheoryStage:
    """A question answered freely, its key points ticked, and one follow-up."""

    part: MockPart
    journal: PartJournal
    question: Question

    def views(self) -> Views:
        if not self.journal.step_data("answered"):
            text = yield TheoryPut(self.question, self.draft("answered"))
            self.journal.add("answered", text=text.strip(), seconds=self.journal.seconds)
        if not self.journal.step_data("ticked"):
            yield from self.ticking(self.journal.step_data("answered")[0]["text"])
        in_time = self.journal.seconds < 60 * self.part.minutes
        if not self.journal.step_data("asked on") and in_time:
            missed = [i for i in range(len(self.question.key_points)) if i not in self.said]
            place = choose_follow_up(self.question, missed)
            text = yield TheoryFollowUpPut(
                self.question.follow_ups[place].ask, self.draft("asked on")
            )
            self.journal.add("asked on", place=place, text=text.strip())

    def draft(self, of: str) -> Draft:
        """What was typed before the interview broke off, of the answer or of that to the follow-up."""
        texts = [step["text"] for step in self.journal.step_data("typed") if step["of"] == of]
        before = texts[-1] if texts else ""
        return Draft(before, lambda text: self.journal.add("typed", of=of, text=text))

    def ticking(self, text: str) -> Views:
        """The learner says which points were made; at first those the text seems to make."""
        points = self.question.key_points
        proposal = suggested_points(text, points, self.question.ask)
        before = [step["said"] for step in self.journal.step_data("typed") if "said" in step]
        ticked = frozenset(before[-1] if before else proposal) & set(range(len(points)))
        while line := (
            yield PointsToTick(self.question, ticked, proposal, spoken=not text)
        ).strip():
            switched = parse_places(line, len(points))
            if switched is None:
                yield Unclear(line)
            else:
                ticked = ticked ^ switched
                self.journal.add("typed", of="answered", text=text, said=sorted(ticked))
        self.journal.add("ticked", said=sorted(ticked), suggested=sorted(proposal))

    @property
    def said(self) -> list[int]:
        """The places of the key points that were made."""
        made = {place for step in self.journal.step_data("ticked") for place in step["said"]}
        return sorted(made & set(range(len(self.question.key_points))))

    def conclude(self) -> None:
        points = len(self.question.key_points)
        answers = self.journal.step_data("answered")
        text, seconds = (answers[0]["text"], answers[0]["seconds"]) if answers else ("", 0.0)
        evidence = {"covered": self.said, "points": points, "spoken": not text, "mock": True}
        rating = rating_of_answer(len(self.said), points, seconds)
        item, seconds = Item.of("question", self.question.id), round(seconds, 1)
        self.journal.review(Review(item, rating, seconds=seconds, answer=text, evidence=evidence))


def choose_follow_up(question: Question, missed: Collection[int]) -> int:
    """The place of the follow-up that is most about the points missed; the first if none was."""
    # Imported here: only an answered question needs it.
    from rapidfuzz import fuzz

    points = [question.key_points[place] for place in missed]

    def about_missed(follow_up: FollowUp) -> tuple[int, float]:
        text = f"{follow_up.ask} {follow_up.answer}"
        alike = [fuzz.token_set_ratio(point.point, text) for point in points]
        return len(suggested_points(text, points, question.ask)), sum(alike)

    closeness = [about_missed(follow_up) for follow_up in question.follow_ups]
    return closeness.index(max(closeness))


@dataclass
class DrillsStage:
    """Drills of several questions, one after the other; what is right is told at the end."""

    part: MockPart
    journal: PartJournal
    questions: dict[str, Question]

    def views(self) -> Views:
        for place, planned in enumerate(self.part.drills):
            if place >= len(self.journal.step_data("drill")):
                yield from self.drill(planned, place)

    def drill(self, planned: PlannedDrill, place: int) -> Views:
        """Asks until there is an answer that can be marked; `?` is one."""
        question = self.questions[planned.question]
        drill, asked = question.drills[planned.place], drill_as_asked(question, planned)
        began, total = self.journal.seconds, len(self.part.drills)
        posed = DrillPosed(
            question,
            asked.text,
            asked.options,
            kind_of_drill(drill),
            drill.tolerance,
            place + 1,
            total,
            False,
        )
        line = yield posed
        while line.strip() not in TYPED_WHEN_UNKNOWN:
            opinion = mark_drill(drill, asked, line)
            if opinion.outcome in ("right", "wrong"):
                break
            line = yield DrillNotMarked(posed, opinion)
        right = (
            line.strip() not in TYPED_WHEN_UNKNOWN
            and mark_drill(drill, asked, line).outcome == "right"
        )
        self.record(planned, line.strip(), right, asked, began)

    def record(
        self, planned: PlannedDrill, line: str, right: bool, asked: AskedDrill, began: float
    ) -> None:
        seconds = round(self.journal.seconds - began, 1)
        expected = answer_text(asked.answer)
        evidence = {"right": right, "seed": planned.seed, "expected": expected, "mock": True}
        rating = rating_of_drill(right, seconds, 0)
        item = Item.of("drill", planned.question, planned.place)
        review = Review(item, rating, seconds=seconds, answer=line, evidence=evidence)

        def reviewed(store: Store, session: str) -> None:
            record_review_once(store, session, review)

        self.journal.add("drill", also=reviewed, given=line, right=right, seconds=seconds)

    def conclude(self) -> None:
        """Every drill has its review already."""


def drill_as_asked(question: Question, planned: PlannedDrill) -> AskedDrill:
    """The drill with the values it has in this interview."""
    return drawn_drill(question, planned.place, planned.seed)


@dataclass
class CodingStage:
    """An exercise written from an empty stub, in a file of its own."""

    part: MockPart
    journal: PartJournal
    question: Question
    card: Card
    recorder: ExerciseRecorder
    grade: Grade

    def views(self) -> Views:
        if attempts_are_over(self.journal):
            return
        path = mock_coding_path(self.card)
        if not attempt_at(path) or not self.journal.step_data("handed out"):
            replace_attempt(path, stub_text(self.card, None))
            self.recorder.reveal(self.card.id, "stub")
            self.journal.add("handed out", file=str(path))
        yield FileHandedOut(self.question, path)
        yield FileToOpen(path)
        yield from grade_until_accepted(
            self.question, self.card, path, self.journal, self.grade, self.counting
        )
        if was_accepted(self.journal):
            yield from asked_about_code(path)

    def counting(self, verdict: Verdict) -> Recording:
        """The verdict counts as that of any other attempt."""
        return lambda store, session: record_attempt(self.card, verdict, store)

    def conclude(self) -> None:
        """A pass has its review already."""
        if was_passed(self.journal):
            return
        tries = len(self.journal.step_data("graded"))
        evidence = {"round": self.recorder.round(self.card).since, "tries": tries, "mock": True}
        item, seconds = exercise_item(self.card.id), round(self.journal.seconds, 1)
        self.journal.review(Review(item, AGAIN, seconds=seconds, evidence=evidence))


def mocks_folder() -> Path:
    """Where the files of mock interviews are."""
    return exercises_folder() / "mock"


def mock_coding_path(card: Card) -> Path:
    return mocks_folder() / card.exercise_place


@dataclass
class DebuggingStage:
    """A debugging round; the mistake may be named once, and is told at the end of the interview."""

    part: MockPart
    journal: PartJournal
    question: Question
    card: Card
    grade: Grade

    @cached_property
    def round(self) -> rounds.DebuggingRound:
        fault = self.part.fault or Fault(self.question.id, "", ())
        path = mocks_folder() / "debug" / self.card.exercise_place
        return rounds.DebuggingRound(
            self.question, self.card, fault, path, self.journal, self.grade
        )

    def views(self) -> Views:
        yield from self.round.mending()
        while self.round.to_be_named and not self.round.choices:
            yield from self.round.naming()

    def conclude(self) -> None:
        self.round.review()
