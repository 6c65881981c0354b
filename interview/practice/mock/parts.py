"""What the parts of a mock interview are: theory, drills, coding, debugging. No hints, no solutions.

A stage goes on from the steps that are on disk. `conclude` turns them into reviews, once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Protocol

from interview.bank.drills import Asked, sample, shown
from interview.bank.files import text_of
from interview.history.reviews import AGAIN, Review
from interview.matching import suggested
from interview.model.question import Card, FollowUp, Question
from interview.model.verdict import Verdict
from interview.practice.debug import rounds
from interview.practice.debug.faults import Fault
from interview.practice.drill.drill import UNKNOWN, NotMarked, Posed, rating_of_drill
from interview.practice.drill.marking import kind_of, mark
from interview.practice.exercise import workspace
from interview.practice.exercise.exercises import ExerciseRecorder, item_of
from interview.practice.exercise.until_accepted import (
    Grade,
    HandedOut,
    Opened,
    accepted,
    attempts,
    hand_out,
    over,
)
from interview.practice.memory.journal import PartJournal
from interview.practice.mock.planning import Part, Quick
from interview.practice.quiz.marking import places, rating_of_answer
from interview.practice.quiz.views import Points
from interview.practice.talk.conversation import Asks, Draft, Unclear, View, Views


@dataclass(frozen=True)
class Put(View):
    """The interviewer asks; the answer is typed, or said aloud."""

    question: Question
    draft: Draft
    asks: ClassVar[Asks] = "answer"


@dataclass(frozen=True)
class AskedOn(View):
    """The interviewer asks on."""

    ask: str
    draft: Draft
    asks: ClassVar[Asks] = "answer"


class Stage(Protocol):
    """One part while it is held."""

    def views(self) -> Views: ...

    def conclude(self) -> None: ...


@dataclass
class Theory:
    """A question answered freely, its key points ticked, and one follow-up."""

    part: Part
    journal: PartJournal
    question: Question

    def views(self) -> Views:
        if not self.journal.found("answered"):
            text = yield Put(self.question, self.draft("answered"))
            self.journal.add("answered", text=text.strip(), seconds=self.journal.seconds)
        if not self.journal.found("ticked"):
            yield from self.ticking(self.journal.found("answered")[0]["text"])
        in_time = self.journal.seconds < 60 * self.part.minutes
        if not self.journal.found("asked on") and in_time:
            missed = [i for i in range(len(self.question.key_points)) if i not in self.said]
            place = follow_up(self.question, missed)
            text = yield AskedOn(self.question.follow_ups[place].ask, self.draft("asked on"))
            self.journal.add("asked on", place=place, text=text.strip())

    def draft(self, of: str) -> Draft:
        """What was typed before the interview broke off, of the answer or of that to the follow-up."""
        texts = [step["text"] for step in self.journal.found("typed") if step["of"] == of]
        before = texts[-1] if texts else ""
        return Draft(before, lambda text: self.journal.add("typed", of=of, text=text))

    def ticking(self, text: str) -> Views:
        """The learner says which points were made; at first those the text seems to make."""
        points = self.question.key_points
        proposal = suggested(text, points, self.question.ask)
        ticked = proposal
        while line := (yield Points(self.question, ticked, proposal, spoken=not text)).strip():
            switched = places(line, len(points))
            if switched is None:
                yield Unclear(line)
            else:
                ticked = ticked ^ switched
        self.journal.add("ticked", said=sorted(ticked), suggested=sorted(proposal))

    @property
    def said(self) -> list[int]:
        """The places of the key points that were made."""
        return [place for step in self.journal.found("ticked") for place in step["said"]]

    def conclude(self) -> None:
        points = len(self.question.key_points)
        answers = self.journal.found("answered")
        text, seconds = (answers[0]["text"], answers[0]["seconds"]) if answers else ("", 0.0)
        evidence = {"covered": self.said, "points": points, "spoken": not text, "mock": True}
        rating = rating_of_answer(len(self.said), points, seconds)
        review(self.journal, f"question:{self.question.id}", rating, seconds, text, evidence)


def follow_up(question: Question, missed: Collection[int]) -> int:
    """The place of the follow-up that is most about the points missed; the first if none was."""
    # Imported here: only an answered question needs it.
    from rapidfuzz import fuzz

    points = [question.key_points[place] for place in missed]

    def about_missed(one: FollowUp) -> tuple[int, float]:
        text = f"{one.ask} {one.answer}"
        alike = [fuzz.token_set_ratio(" ".join((p.point, *p.terms)), text) for p in points]
        return len(suggested(text, points, question.ask)), sum(alike)

    found = [about_missed(one) for one in question.follow_ups]
    return found.index(max(found))


@dataclass
class Drilling:
    """Drills of several questions, one after the other; what is right is told at the end."""

    part: Part
    journal: PartJournal
    questions: dict[str, Question]

    def views(self) -> Views:
        for place, quick in enumerate(self.part.drills):
            if place >= len(self.journal.found("drill")):
                yield from self.drill(quick, place)

    def drill(self, quick: Quick, place: int) -> Views:
        """Asks until there is an answer that can be marked; `?` is one."""
        question = self.questions[quick.question]
        drill, asked = question.drills[quick.place], drawn(question, quick)
        began, total = self.journal.seconds, len(self.part.drills)
        posed = Posed(
            question,
            asked.text,
            asked.options,
            kind_of(drill),
            drill.tolerance,
            place + 1,
            total,
            False,
        )
        line = yield posed
        while line.strip() not in UNKNOWN:
            opinion = mark(drill, asked, line)
            if opinion.outcome in ("right", "wrong"):
                break
            line = yield NotMarked(posed, opinion)
        right = line.strip() not in UNKNOWN and mark(drill, asked, line).outcome == "right"
        self.record(quick, line.strip(), right, asked, began)

    def record(self, quick: Quick, line: str, right: bool, asked: Asked, began: float) -> None:
        seconds = round(self.journal.seconds - began, 1)
        self.journal.add("drill", given=line, right=right, seconds=seconds)
        evidence = {"right": right, "seed": quick.seed, "expected": shown(asked.answer)}
        rating = rating_of_drill(right, seconds, 0)
        item = f"drill:{quick.question}:{quick.place}"
        review(self.journal, item, rating, seconds, line, {**evidence, "mock": True})

    def conclude(self) -> None:
        """Every drill has its review already."""


def drawn(question: Question, quick: Quick) -> Asked:
    """The drill with the values it has in this interview."""
    return sample(question.drills[quick.place], quick.seed)


@dataclass
class Coding:
    """An exercise written from an empty stub, in a file of its own."""

    part: Part
    journal: PartJournal
    question: Question
    card: Card
    recorder: ExerciseRecorder
    grade: Grade

    def views(self) -> Views:
        if over(self.journal):
            return
        path = coding_path(self.card)
        if not path.is_file() or not self.journal.found("handed out"):
            hand_out(path, text_of(self.card.stub))
            self.recorder.reveal(self.card.id, "stub")
            self.journal.add("handed out", file=str(path))
        yield HandedOut(self.question, path)
        yield Opened(path)
        yield from attempts(self.question, self.card, path, self.journal, self.graded)

    def graded(self, card: Card, path: Path) -> Verdict:
        """The verdict, which counts as that of any other attempt."""
        verdict = self.grade(card, path)
        self.recorder.record(verdict)
        return verdict

    def conclude(self) -> None:
        """A pass has its review already."""
        if accepted(self.journal):
            return
        tries = len(self.journal.found("graded"))
        evidence = {"round": self.recorder.round(self.card).since, "tries": tries, "mock": True}
        review(self.journal, item_of(self.card.id), AGAIN, self.journal.seconds, "", evidence)


def folder() -> Path:
    """Where the files of mock interviews are."""
    return workspace.folder() / "mock"


def coding_path(card: Card) -> Path:
    return folder() / f"{card.slug}.py"


@dataclass
class Debugging:
    """A debugging round; the mistake may be named once, and is told at the end of the interview."""

    part: Part
    journal: PartJournal
    question: Question
    card: Card
    grade: Grade

    @cached_property
    def round(self) -> rounds.Round:
        fault = self.part.fault or Fault(self.question.id, "", ())
        path = folder() / "debug" / f"{self.card.slug}.py"
        return rounds.Round(self.question, self.card, fault, path, self.journal, self.grade)

    def views(self) -> Views:
        yield from self.round.mending()
        while self.round.to_be_named and not self.round.choices:
            yield from self.round.naming()

    def conclude(self) -> None:
        self.round.review()


def review(
    journal: PartJournal,
    item: str,
    rating: int,
    seconds: float,
    answer: str,
    evidence: dict[str, Any],
) -> None:
    session = journal.journal.session.id
    journal.review(Review(item, rating, session, round(seconds, 1), answer, evidence))
