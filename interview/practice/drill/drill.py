"""A round of drills: asked with fresh values each time, marked by the program; what was missed comes again."""

from __future__ import annotations

import random
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from interview.bank import Bank
from interview.bank.drills import AskedDrill, answer_text, drawn_drill
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Review
from interview.history.store import Recorder
from interview.model.answer import Drill
from interview.model.question import Question
from interview.practice.drill.marking import (
    DrillKind,
    Mark,
    kind_of_drill,
    mark_drill,
    option_letter,
)
from interview.practice.memory.selection import (
    DRILLS_A_ROUND,
    DrillItem,
    DrillPool,
    Wanted,
    wanted_cards,
)
from interview.practice.memory.sitting import Sitting
from interview.practice.talk.conversation import Asks, View, Views
from interview.practice.talk.lines import colon_command

EASY_DRILL_SECONDS = 20
"""Right within this time: easy."""
HARD_DRILL_SECONDS = 120
"""Right, but only after this time: hard."""
MOST_RETURNS = 2
"""A drill that was missed comes again at the end of the round, at most so many times."""
SEEDS_TRIED = 8
"""So many seeds are tried for other values than the last time."""
TYPED_WHEN_UNKNOWN = ("?", "？")
"""What is typed by one who doesn't know."""


def rating_of_drill(right: bool, seconds: float, asked_before: int) -> int:
    """Wrong is again; right only when it came again, or slowly, is hard; right at once and fast, easy."""
    if not right:
        return AGAIN
    if asked_before or seconds > HARD_DRILL_SECONDS:
        return HARD
    return EASY if seconds <= EASY_DRILL_SECONDS else GOOD


@dataclass(frozen=True)
class DrillPosed(View):
    """A drill is asked."""

    question: Question
    text: str
    options: tuple[str, ...]
    kind: DrillKind
    tolerance: float
    """Relative error that still counts as right; 0 asks for the exact number."""
    place: int
    total: int
    again: bool
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class DrillNotMarked(View):
    """What was typed could not be marked, and costs nothing; it is asked for again."""

    posed: DrillPosed
    mark: Mark
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class DrillMarked(View):
    """Right or wrong, and the computation."""

    right: bool
    got: str
    """As it was understood; empty if the learner did not know."""
    expected: str
    because: str
    comes_again: bool


@dataclass(frozen=True)
class DrillSkipped(View):
    """It was not answered and is not recorded."""


@dataclass(frozen=True)
class DrillResult:
    """One answered drill."""

    question: Question
    text: str
    right: bool
    again: bool
    seconds: float


@dataclass(frozen=True)
class DrillRoundEnded(View):
    """What was answered in this round."""

    results: tuple[DrillResult, ...]
    seconds: float

    @property
    def first(self) -> list[DrillResult]:
        """Every drill when it was first asked."""
        return [result for result in self.results if not result.again]

    @property
    def missed(self) -> list[DrillResult]:
        return [result for result in self.first if not result.right]


@dataclass(frozen=True)
class DrillTurn:
    """One asking of a drill."""

    item: str
    question: Question
    drill: Drill
    asked: AskedDrill
    seed: int
    before: int
    """How often it was asked before in this round."""
    began: float

    @property
    def kind(self) -> DrillKind:
        return kind_of_drill(self.drill)

    def posed(self, place: int, total: int) -> DrillPosed:
        return DrillPosed(
            question=self.question,
            text=self.asked.text,
            options=self.asked.options,
            kind=self.kind,
            tolerance=self.drill.tolerance,
            place=place,
            total=total,
            again=self.before > 0,
        )

    def opinion(self, line: str) -> Mark:
        if line.strip() in TYPED_WHEN_UNKNOWN:
            return Mark("wrong")
        return mark_drill(self.drill, self.asked, line) if line.strip() else Mark("unreadable")


@dataclass
class DrillRound:
    """A round over some drills; `views` holds it."""

    drills: DrillPool
    items: Iterable[DrillItem]
    size: int
    sitting: Sitting
    minutes: float | None = None
    """No drill is begun after this time."""
    clock: Callable[[], float] = time.monotonic
    seed: Callable[[], int] = field(default=lambda: random.getrandbits(32))
    results: list[DrillResult] = field(default_factory=list)
    missed: deque[tuple[DrillItem, int]] = field(default_factory=deque)
    """What comes again, and how often it was asked before."""
    last: dict[str, str] = field(default_factory=dict)
    """How each drill was worded the last time."""

    def views(self) -> Views:
        """Every drill, then what was missed, until it ends, time is up, or the learner has had enough."""
        self.sitting.plan = {"size": self.size}
        self.began = self.clock()
        for place, (drill_item, before) in enumerate(self.queue()):
            if place and self.time_is_up:
                break
            if not (yield from self.drill(drill_item, before, place + 1)):
                break
        self.sitting.finish()
        yield DrillRoundEnded(tuple(self.results), self.clock() - self.began)

    @property
    def time_is_up(self) -> bool:
        return self.minutes is not None and self.clock() - self.began > 60 * self.minutes

    def queue(self) -> Iterator[tuple[DrillItem, int]]:
        """The drills of the round, then those missed, with how often they were asked before."""
        for drill_item in self.items:
            yield drill_item, 0
        while self.missed:
            yield self.missed.popleft()

    def drill(self, drill_item: DrillItem, before: int, place: int) -> Generator[View, str, bool]:
        """Asks until there is an answer that can be marked; False if the learner leaves."""
        turn = self.turn(drill_item, before)
        total = self.size if place <= self.size else place + len(self.missed)
        posed = turn.posed(place, total)
        line = yield posed
        while (opinion := turn.opinion(line)).outcome in ("rounded", "unreadable"):
            match colon_command(line):
                case "q":
                    return False
                case "s":
                    yield DrillSkipped()
                    return True
            line = yield DrillNotMarked(posed, opinion)
        right = opinion.outcome == "right"
        self.record(turn, line, right)
        returns = self.returns(drill_item, right, before)
        yield DrillMarked(
            right, opinion.got, expected_answer(turn.asked), turn.asked.because, returns
        )
        return True

    def turn(self, drill_item: DrillItem, before: int) -> DrillTurn:
        """The drill with values it did not have the last time, if it has others."""
        question = self.drills.question(drill_item.card)
        drill = question.drills[drill_item.number]
        for _draw in range(SEEDS_TRIED):
            seed = self.seed()
            asked = drawn_drill(question, drill_item.number, seed)
            if asked.text != self.last.get(drill_item.item) or not drill.where:
                break
        self.last[drill_item.item] = asked.text
        return DrillTurn(drill_item.item, question, drill, asked, seed, before, self.clock())

    def returns(self, drill_item: DrillItem, right: bool, before: int) -> bool:
        """Whether the drill comes again at the end of the round."""
        if right or before >= MOST_RETURNS:
            return False
        self.missed.append((drill_item, before + 1))
        return True

    def record(self, turn: DrillTurn, line: str, right: bool) -> None:
        """The review, on disk before anything else is asked."""
        seconds = round(self.clock() - turn.began, 1)
        evidence = {
            "right": right,
            "seed": turn.seed,
            "expected": answer_text(turn.asked.answer),
            "before": turn.before,
        }
        rating = rating_of_drill(right, seconds, turn.before)
        answer = line.strip()
        self.sitting.review(
            Review(turn.item, rating, seconds=seconds, answer=answer, evidence=evidence)
        )
        again = turn.before > 0
        self.results.append(DrillResult(turn.question, turn.asked.text, right, again, seconds))


def plan_drill_round(bank: Bank, lang: str, wanted: Wanted) -> DrillRound:
    """The round a learner asked for: all drills of the questions named, else as many as a round has."""
    sitting = Sitting("drill", Recorder())
    drills = DrillPool(bank, wanted_cards(bank, wanted), lang)
    size = drills.size(wanted.count or (sys.maxsize if wanted.ids else DRILLS_A_ROUND))
    items = drills.round(sitting.standings(), datetime.now(UTC), size)
    return DrillRound(drills, items, size, sitting, wanted.minutes)


def expected_answer(asked: AskedDrill) -> str:
    """The right answer; of options the letters they had."""
    if not asked.options:
        return answer_text(asked.answer)
    return ", ".join(map(option_letter, right_places(asked)))


def right_places(asked: AskedDrill) -> list[int]:
    """Where the right ones are among the options."""
    return sorted(map(asked.options.index, asked.answer))
