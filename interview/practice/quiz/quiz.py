"""A quiz: the interviewer's questions, answered freely, marked by key points that the learner ticks."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

from interview.bank import Bank
from interview.history.items import Item
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Review
from interview.history.store import Recorder
from interview.model.card import Card
from interview.model.question import Question
from interview.practice.memory.selection import (
    PlannedQuestion,
    Wanted,
    choose_questions,
    wanted_cards,
)
from interview.practice.memory.sitting import Sitting, UnratedAnswer
from interview.practice.quiz.marking import rating_of_answer, ticks_after
from interview.practice.quiz.views import (
    AnswerResumed,
    AnswersCompared,
    BetweenQuestions,
    FollowUpAnswer,
    FollowUpPut,
    Pitfalls,
    PointsToTick,
    QuestionDone,
    QuestionPut,
    QuizEnded,
    RatingProposed,
    RatingRecorded,
    Retry,
    ReviewUndone,
)
from interview.practice.talk.conversation import Draft, View, Views, typed_command

RATING_KEYS = {"a": AGAIN, "h": HARD, "g": GOOD, "e": EASY}


class Move(Enum):
    """Where to go from an item."""

    NEXT = "next"
    UNDO = "undo"
    QUIT = "quit"


MOVE_KEYS = {"s": Move.NEXT, "u": Move.UNDO, "q": Move.QUIT}


@dataclass(frozen=True)
class Answer:
    """What was typed, empty if it was said aloud, and how long it took."""

    text: str
    seconds: float
    said: frozenset[int] | None = None
    """The points the learner has ticked so far; None before that."""


T = TypeVar("T")
Exchange = Generator[View, str, T]


@dataclass
class Quiz:
    """A quiz over a plan; `views` holds it."""

    bank: Bank
    plan: list[PlannedQuestion]
    lang: str
    sitting: Sitting
    minutes: float | None = None
    """No question is begun after this time."""
    unrated: tuple[UnratedAnswer, ...] = ()
    """Answers left over from earlier sessions; their questions are asked first."""
    clock: Callable[[], float] = time.monotonic
    done: list[QuestionDone] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    """Answers that were given and not yet rated, by item."""
    drafts: dict[str, Answer] = field(default_factory=dict)
    """What was typed of answers that were not brought to their end."""
    rated: dict[str, Answer] = field(default_factory=dict)
    """Answers rated in this sitting, which can be taken back."""

    def views(self) -> Views:
        """Every question of the plan, until it ends, time is up, or the learner has had enough."""
        self.sitting.plan = {"items": [planned.item for planned in self.plan]}
        self.began = self.clock()
        self.sitting.carried = self.unrated
        for answer in self.unrated:
            kept = self.answers if answer.whole else self.drafts
            said = None if answer.said is None else frozenset(answer.said)
            kept[answer.item] = Answer(answer.text, answer.seconds, said)
        place = 0
        while place < len(self.plan) and not (place and self.time_is_up):
            move = yield from self.item(place)
            if move is Move.QUIT:
                break
            place = place + 1 if move is Move.NEXT else (yield from self.undone(place))
        self.sitting.finish()
        left = len(self.plan) - len(self.done)
        seconds = self.clock() - self.began
        yield QuizEnded(tuple(self.done), seconds, left, self.kept)

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers of the questions that are answered, wholly or in part, and not rated."""
        kept = {**self.answers, **self.drafts}
        return tuple(planned.card.number for planned in self.plan if planned.item in kept)

    @property
    def time_is_up(self) -> bool:
        return self.minutes is not None and self.clock() - self.began > 60 * self.minutes

    def item(self, place: int) -> Exchange[Move]:
        """One question from its asking to its pitfalls."""
        planned = self.plan[place]
        if not self.bank.usable(planned.card, self.lang):
            return Move.NEXT
        question = self.bank.load(planned.card, self.lang)
        answer = yield from self.answer(planned, question, place)
        if isinstance(answer, Move):
            return answer
        yield AnswersCompared(question, answer.text)
        marked = yield from self.marked(planned.item, question, answer)
        if isinstance(marked, Move):
            return self.leave(planned, marked)
        ticked, rating = marked
        self.record(place, question, answer, ticked, rating)
        yield RatingRecorded(rating, self.done[-1].due)
        return (yield from self.discussion(question, last=place + 1 == len(self.plan)))

    def leave(self, planned: PlannedQuestion, move: Move) -> Move:
        """Skipping a question gives its answer up; after an undo or at another time it is still there."""
        if move is Move.NEXT:
            given = [kept.pop(planned.item, None) for kept in (self.answers, self.drafts)]
            if any(given):
                self.sitting.step("skipped", item=planned.item)
        return move

    def answer(
        self, planned: PlannedQuestion, question: Question, place: int
    ) -> Exchange[Answer | Move]:
        if planned.item in self.answers:
            given = self.answers[planned.item]
            yield AnswerResumed(question, spoken=not given.text)
            return given
        before, began = self.drafts.get(planned.item, Answer("", 0.0)), self.clock()

        def so_far(text: str) -> Answer:
            said = before.said if text == before.text else None
            return Answer(text, round(before.seconds + self.clock() - began, 1), said)

        draft = Draft(before.text, lambda text: self.keep_draft(planned.item, so_far(text)))
        text = yield QuestionPut(question, planned.new, place + 1, len(self.plan), draft)
        move = MOVE_KEYS.get(typed_command(text)) if text.startswith(":") else None
        if move:
            return self.leave(planned, move)
        answer = so_far(text.strip())
        self.keep(planned.item, answer)
        return answer

    def keep(self, item: str, answer: Answer) -> None:
        """The answer, on disk before it is compared with anything; and again with what is ticked of it."""
        self.answers[item] = answer
        self.drafts.pop(item, None)
        said = {} if answer.said is None else {"said": sorted(answer.said)}
        self.sitting.step("answered", item=item, text=answer.text, seconds=answer.seconds, **said)

    def keep_draft(self, item: str, draft: Answer) -> None:
        """The lines typed so far, on disk before the next."""
        self.drafts[item] = draft
        self.sitting.step("typed", item=item, text=draft.text, seconds=draft.seconds)

    def marked(
        self, item: str, question: Question, answer: Answer
    ) -> Exchange[tuple[frozenset[int], int] | Move]:
        """The points made and the rating; from the rating one can go back to the points."""
        ticked = answer.said
        while True:
            marked = yield from self.ticked(item, question, answer, ticked)
            if isinstance(marked, Move):
                return marked
            ticked = marked
            rating = yield from self.rating(question, answer, ticked)
            if not isinstance(rating, Move):
                return ticked, rating
            if rating is not Move.UNDO:
                return rating

    def ticked(
        self, item: str, question: Question, answer: Answer, before: frozenset[int] | None
    ) -> Exchange[frozenset[int] | Move]:
        """The points the learner says were made; at first those the text seems to make."""
        # Imported here: the first question is asked sooner without it.
        from interview.matching import suggested_points

        proposal = suggested_points(answer.text, question.key_points, question.ask)
        ticked = proposal if before is None else before & set(range(len(question.key_points)))
        points = PointsToTick(question, ticked, proposal, spoken=not answer.text)
        view: View = points
        while line := (yield view).strip():
            if move := MOVE_KEYS.get(typed_command(line)):
                return move
            after = ticks_after(line, points.ticked, len(question.key_points))
            if after is None:
                view = Retry(points)
            else:
                view = points = replace(points, ticked=after)
                self.keep(item, replace(answer, said=points.ticked))
        return points.ticked

    def rating(
        self, question: Question, answer: Answer, ticked: frozenset[int]
    ) -> Exchange[int | Move]:
        points = len(question.key_points)
        proposal = rating_of_answer(len(ticked), points, answer.seconds)
        view: View = RatingProposed(proposal, len(ticked), points)
        while True:
            line = typed_command((yield view))
            if not line:
                return proposal
            if line in RATING_KEYS:
                return RATING_KEYS[line]
            if line in MOVE_KEYS:
                return MOVE_KEYS[line]
            view = Retry(RatingProposed(proposal, len(ticked), points))

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
        self.rated[item] = replace(answer, said=ticked)
        due = self.sitting.due(item)
        self.done.append(QuestionDone(place, question, rating, ticked, due, number))

    def discussion(self, question: Question, last: bool) -> Exchange[Move]:
        """Follow-ups one by one, what people get wrong, and a breath before what comes next."""
        total = len(question.follow_ups)
        for number, follow_up in enumerate(question.follow_ups, 1):
            line = typed_command((yield FollowUpPut(follow_up.ask, number, total)))
            if line == "s":
                break
            if line in MOVE_KEYS:
                return MOVE_KEYS[line]
            yield FollowUpAnswer(follow_up)
        yield Pitfalls(question, self.sitting.notes(question.id))
        return MOVE_KEYS.get(typed_command((yield BetweenQuestions(last))), Move.NEXT)

    def undone(self, place: int) -> Exchange[int]:
        """Takes the last review back; the place of its question, or this one if there is none.

        What was typed is there when it is asked again, with what was ticked of it.
        """
        if not self.done:
            yield ReviewUndone(None)
            return place
        last = self.done.pop()
        item = self.plan[last.place].item
        answer = self.rated.pop(item)
        if answer.text:
            self.keep_draft(item, answer)
        self.sitting.retract(last.review)
        yield ReviewUndone(last.question)
        return last.place


def plan_quiz(bank: Bank, lang: str, wanted: Wanted) -> Quiz:
    """The quiz a learner asked for; answers on which earlier ones broke off are rated first."""
    sitting = Sitting("quiz", Recorder())
    cards = wanted_cards(bank, wanted)
    standings = sitting.standings()
    plan = choose_questions(cards, standings, datetime.now(UTC), wanted)
    of: dict[str, Card] = {Item.of("question", card.id): card for card in cards}
    unrated = tuple(left for left in sitting.unrated() if left.item in of)
    first = [PlannedQuestion(of[left.item], left.item not in standings) for left in unrated]
    plan = [*first, *(planned for planned in plan if planned not in first)]
    return Quiz(bank, plan, lang, sitting, wanted.minutes, unrated)
