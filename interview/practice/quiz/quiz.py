"""A quiz: the interviewer's questions, answered freely, marked by key points that the learner ticks."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

from interview.bank import Bank
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Review
from interview.history.store import Recorder
from interview.model.question import Question
from interview.practice.memory.selection import Planned, Wanted, pool, questions
from interview.practice.memory.sitting import Sitting, Unrated
from interview.practice.quiz.marking import places, rating_of_answer
from interview.practice.quiz.views import (
    Compared,
    Done,
    Ended,
    FollowedUp,
    FollowUpAnswer,
    Pause,
    Pitfalls,
    Points,
    Put,
    Rate,
    Rated,
    Resumed,
    Retry,
    Undone,
)
from interview.practice.talk.conversation import Draft, View, Views, command

KEYS = {"a": AGAIN, "h": HARD, "g": GOOD, "e": EASY}


class Move(Enum):
    """Where to go from an item."""

    NEXT = "next"
    UNDO = "undo"
    QUIT = "quit"


MOVES = {"s": Move.NEXT, "u": Move.UNDO, "q": Move.QUIT}


@dataclass(frozen=True)
class Answer:
    """What was typed, empty if it was said aloud, and how long it took."""

    text: str
    seconds: float


T = TypeVar("T")
Part = Generator[View, str, T]


@dataclass
class Quiz:
    """A quiz over a plan; `views` holds it."""

    bank: Bank
    plan: list[Planned]
    lang: str
    sitting: Sitting
    minutes: float | None = None
    """No question is begun after this time."""
    unrated: tuple[Unrated, ...] = ()
    """Answers left over from earlier sessions; their questions are asked first."""
    clock: Callable[[], float] = time.monotonic
    done: list[Done] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    """Answers that were given and not yet rated, by item."""
    drafts: dict[str, Answer] = field(default_factory=dict)
    """What was typed of answers that were not brought to their end."""

    def views(self) -> Views:
        """Every question of the plan, until it ends, time is up, or the learner has had enough."""
        self.sitting.plan = {"items": [one.item for one in self.plan]}
        self.began = self.clock()
        self.sitting.carried = self.unrated
        for one in self.unrated:
            kept = self.answers if one.whole else self.drafts
            kept[one.item] = Answer(one.text, one.seconds)
        place = 0
        while place < len(self.plan) and not (place and self.time_is_up):
            move = yield from self.item(place)
            if move is Move.QUIT:
                break
            place = place + 1 if move is Move.NEXT else (yield from self.undone(place))
        self.sitting.finish()
        left = len(self.plan) - len(self.done)
        seconds = self.clock() - self.began
        yield Ended(tuple(self.done), seconds, left, self.kept)

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers of the questions that are answered, wholly or in part, and not rated."""
        kept = {**self.answers, **self.drafts}
        return tuple(one.card.number for one in self.plan if one.item in kept)

    @property
    def time_is_up(self) -> bool:
        return self.minutes is not None and self.clock() - self.began > 60 * self.minutes

    def item(self, place: int) -> Part[Move]:
        """One question from its asking to its pitfalls."""
        one = self.plan[place]
        question = self.bank.load(one.card, self.lang)
        answer = yield from self.answer(one, question, place)
        if isinstance(answer, Move):
            return answer
        yield Compared(question, answer.text)
        marked = yield from self.marked(question, answer)
        if isinstance(marked, Move):
            return self.leave(one, marked)
        ticked, rating = marked
        self.record(place, question, answer, ticked, rating)
        yield Rated(rating, self.done[-1].due)
        return (yield from self.discussion(question, last=place + 1 == len(self.plan)))

    def leave(self, one: Planned, move: Move) -> Move:
        """Skipping a question gives its answer up; after an undo or at another time it is still there."""
        if move is Move.NEXT:
            given = [kept.pop(one.item, None) for kept in (self.answers, self.drafts)]
            if any(given):
                self.sitting.step("skipped", item=one.item)
        return move

    def answer(self, one: Planned, question: Question, place: int) -> Part[Answer | Move]:
        if one.item in self.answers:
            given = self.answers[one.item]
            yield Resumed(question, spoken=not given.text)
            return given
        before, began = self.drafts.get(one.item, Answer("", 0.0)), self.clock()

        def so_far(text: str) -> Answer:
            return Answer(text, round(before.seconds + self.clock() - began, 1))

        draft = Draft(before.text, lambda text: self.keep_draft(one.item, so_far(text)))
        text = yield Put(question, one.new, place + 1, len(self.plan), draft)
        move = MOVES.get(command(text)) if text.startswith(":") else None
        if move:
            return self.leave(one, move)
        answer = so_far(text.strip())
        self.keep(one.item, answer)
        return answer

    def keep(self, item: str, answer: Answer) -> None:
        """The answer, on disk before it is compared with anything."""
        self.answers[item] = answer
        self.drafts.pop(item, None)
        self.sitting.step("answered", item=item, text=answer.text, seconds=answer.seconds)

    def keep_draft(self, item: str, draft: Answer) -> None:
        """The lines typed so far, on disk before the next."""
        self.drafts[item] = draft
        self.sitting.step("typed", item=item, text=draft.text, seconds=draft.seconds)

    def marked(self, question: Question, answer: Answer) -> Part[tuple[frozenset[int], int] | Move]:
        """The points made and the rating; from the rating one can go back to the points."""
        ticked: frozenset[int] | None = None
        while True:
            found = yield from self.ticked(question, answer, ticked)
            if isinstance(found, Move):
                return found
            ticked = found
            rating = yield from self.rating(question, answer, ticked)
            if not isinstance(rating, Move):
                return ticked, rating
            if rating is not Move.UNDO:
                return rating

    def ticked(
        self, question: Question, answer: Answer, before: frozenset[int] | None
    ) -> Part[frozenset[int] | Move]:
        """The points the learner says were made; at first those the text seems to make."""
        # Imported here: the first question is asked sooner without it.
        from interview.matching import suggested

        proposal = suggested(answer.text, question.key_points, question.ask)
        ticked = proposal if before is None else before
        points = Points(question, ticked, proposal, spoken=not answer.text)
        view: View = points
        while line := (yield view).strip():
            if move := MOVES.get(command(line)):
                return move
            switched = places(line, len(question.key_points))
            if switched is None:
                view = Retry(points)
            else:
                view = points = replace(points, ticked=points.ticked ^ switched)
        return points.ticked

    def rating(
        self, question: Question, answer: Answer, ticked: frozenset[int]
    ) -> Part[int | Move]:
        points = len(question.key_points)
        proposal = rating_of_answer(len(ticked), points, answer.seconds)
        view: View = Rate(proposal, len(ticked), points)
        while True:
            line = command((yield view))
            if not line:
                return proposal
            if line in KEYS:
                return KEYS[line]
            if line in MOVES:
                return MOVES[line]
            view = Retry(Rate(proposal, len(ticked), points))

    def record(
        self, place: int, question: Question, answer: Answer, ticked: frozenset[int], rating: int
    ) -> None:
        """The review, on disk before anything else is asked."""
        item, points = self.plan[place].item, len(question.key_points)
        evidence = {
            "covered": sorted(ticked),
            "points": points,
            "spoken": not answer.text,
            "proposed": rating_of_answer(len(ticked), points, answer.seconds),
        }
        seconds, text = answer.seconds, answer.text
        number = self.sitting.review(
            Review(item, rating, seconds=seconds, answer=text, evidence=evidence)
        )
        self.sitting.step("rated", item=item, review=number)
        self.answers.pop(item, None)
        due = self.sitting.due(item)
        self.done.append(Done(place, question, rating, ticked, due, number))

    def discussion(self, question: Question, last: bool) -> Part[Move]:
        """Follow-ups one by one, what people get wrong, and a breath before what comes next."""
        total = len(question.follow_ups)
        for number, follow_up in enumerate(question.follow_ups, 1):
            line = command((yield FollowedUp(follow_up.ask, number, total)))
            if line == "s":
                break
            if line in MOVES:
                return MOVES[line]
            yield FollowUpAnswer(follow_up)
        yield Pitfalls(question)
        return MOVES.get(command((yield Pause(last))), Move.NEXT)

    def undone(self, place: int) -> Part[int]:
        """Takes the last review back; the place of its question, or this one if there is none."""
        if not self.done:
            yield Undone(None)
            return place
        last = self.done.pop()
        self.sitting.retract(last.review)
        yield Undone(last.question)
        return last.place


def planned(bank: Bank, lang: str, wanted: Wanted) -> Quiz:
    """The quiz a learner asked for; answers on which earlier ones broke off are rated first."""
    sitting = Sitting("quiz", Recorder())
    cards = pool(bank, wanted)
    standings = sitting.standings()
    plan = questions(cards, standings, datetime.now(UTC), wanted)
    of = {f"question:{card.id}": card for card in cards}
    unrated = tuple(left for left in sitting.unrated() if left.item in of)
    first = [Planned(of[left.item], left.item not in standings) for left in unrated]
    plan = [*first, *(one for one in plan if one not in first)]
    return Quiz(bank, plan, lang, sitting, wanted.minutes, unrated)
