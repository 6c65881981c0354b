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
from interview.bank.drills import Asked, sample, shown
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Review
from interview.history.store import Recorder
from interview.model.question import Drill, Question
from interview.practice.drill.marking import Kind, Mark, kind_of, letter, mark
from interview.practice.memory.selection import DRILLS, DrillItem, Drills, Wanted, pool
from interview.practice.memory.sitting import Sitting
from interview.practice.talk.conversation import Asks, View, Views
from interview.practice.talk.lines import as_command

EASY_SECONDS = 20
"""Right within this time: easy."""
HARD_SECONDS = 120
"""Right, but only after this time: hard."""
RETURNS = 2
"""A drill that was missed comes again at the end of the round, at most so many times."""
DRAWS = 8
"""So many seeds are tried for other values than the last time."""
UNKNOWN = ("?", "？")
"""What is typed by one who doesn't know."""


def rating_of_drill(right: bool, seconds: float, asked_before: int) -> int:
    """Wrong is again; right only when it came again, or slowly, is hard; right at once and fast, easy."""
    if not right:
        return AGAIN
    if asked_before or seconds > HARD_SECONDS:
        return HARD
    return EASY if seconds <= EASY_SECONDS else GOOD


@dataclass(frozen=True)
class Posed(View):
    """A drill is asked."""

    question: Question
    text: str
    options: tuple[str, ...]
    kind: Kind
    tolerance: float
    """Relative error that still counts as right; 0 asks for the exact number."""
    place: int
    total: int
    again: bool
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class NotMarked(View):
    """What was typed could not be marked, and costs nothing; it is asked for again."""

    posed: Posed
    mark: Mark
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class Marked(View):
    """Right or wrong, and the computation."""

    right: bool
    got: str
    """As it was understood; empty if the learner did not know."""
    expected: str
    because: str
    comes_again: bool


@dataclass(frozen=True)
class Skipped(View):
    """It was not answered and is not recorded."""


@dataclass(frozen=True)
class Result:
    """One answered drill."""

    question: Question
    text: str
    right: bool
    again: bool
    seconds: float


@dataclass(frozen=True)
class RoundEnded(View):
    """What was answered in this round."""

    results: tuple[Result, ...]
    seconds: float

    @property
    def first(self) -> list[Result]:
        """Every drill when it was first asked."""
        return [result for result in self.results if not result.again]

    @property
    def missed(self) -> list[Result]:
        return [result for result in self.first if not result.right]


@dataclass(frozen=True)
class Turn:
    """One asking of a drill."""

    item: str
    question: Question
    drill: Drill
    asked: Asked
    seed: int
    before: int
    """How often it was asked before in this round."""
    began: float

    @property
    def kind(self) -> Kind:
        return kind_of(self.drill)

    def posed(self, place: int, total: int) -> Posed:
        return Posed(
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
        if line.strip() in UNKNOWN:
            return Mark("wrong")
        return mark(self.drill, self.asked, line) if line.strip() else Mark("unreadable")


@dataclass
class Round:
    """A round over some drills; `views` holds it."""

    drills: Drills
    items: Iterable[DrillItem]
    size: int
    sitting: Sitting
    minutes: float | None = None
    """No drill is begun after this time."""
    clock: Callable[[], float] = time.monotonic
    seed: Callable[[], int] = field(default=lambda: random.getrandbits(32))
    results: list[Result] = field(default_factory=list)
    missed: deque[tuple[DrillItem, int]] = field(default_factory=deque)
    """What comes again, and how often it was asked before."""
    last: dict[str, str] = field(default_factory=dict)
    """How each drill was worded the last time."""

    def views(self) -> Views:
        """Every drill, then what was missed, until it ends, time is up, or the learner has had enough."""
        self.sitting.plan = {"size": self.size}
        self.began = self.clock()
        for place, (one, before) in enumerate(self.queue()):
            if place and self.time_is_up:
                break
            if not (yield from self.drill(one, before, place + 1)):
                break
        self.sitting.finish()
        yield RoundEnded(tuple(self.results), self.clock() - self.began)

    @property
    def time_is_up(self) -> bool:
        return self.minutes is not None and self.clock() - self.began > 60 * self.minutes

    def queue(self) -> Iterator[tuple[DrillItem, int]]:
        """The drills of the round, then those missed, with how often they were asked before."""
        for one in self.items:
            yield one, 0
        while self.missed:
            yield self.missed.popleft()

    def drill(self, one: DrillItem, before: int, place: int) -> Generator[View, str, bool]:
        """Asks until there is an answer that can be marked; False if the learner leaves."""
        turn = self.turn(one, before)
        total = self.size if place <= self.size else place + len(self.missed)
        posed = turn.posed(place, total)
        line = yield posed
        while (opinion := turn.opinion(line)).outcome in ("rounded", "unreadable"):
            match as_command(line):
                case "q":
                    return False
                case "s":
                    yield Skipped()
                    return True
            line = yield NotMarked(posed, opinion)
        right = opinion.outcome == "right"
        self.record(turn, line, right)
        returns = self.returns(one, right, before)
        yield Marked(right, opinion.got, expected(turn.asked), turn.asked.because, returns)
        return True

    def turn(self, one: DrillItem, before: int) -> Turn:
        """The drill with values it did not have the last time, if it has others."""
        question = self.drills.question(one.card)
        drill = question.drills[one.number]
        for _draw in range(DRAWS):
            seed = self.seed()
            asked = sample(drill, seed)
            if asked.text != self.last.get(one.item) or not drill.where:
                break
        self.last[one.item] = asked.text
        return Turn(one.item, question, drill, asked, seed, before, self.clock())

    def returns(self, one: DrillItem, right: bool, before: int) -> bool:
        """Whether the drill comes again at the end of the round."""
        if right or before >= RETURNS:
            return False
        self.missed.append((one, before + 1))
        return True

    def record(self, turn: Turn, line: str, right: bool) -> None:
        """The review, on disk before anything else is asked."""
        seconds = round(self.clock() - turn.began, 1)
        evidence = {
            "right": right,
            "seed": turn.seed,
            "expected": shown(turn.asked.answer),
            "before": turn.before,
        }
        rating = rating_of_drill(right, seconds, turn.before)
        answer = line.strip()
        self.sitting.review(
            Review(turn.item, rating, seconds=seconds, answer=answer, evidence=evidence)
        )
        again = turn.before > 0
        self.results.append(Result(turn.question, turn.asked.text, right, again, seconds))


def planned(bank: Bank, lang: str, wanted: Wanted) -> Round:
    """The round a learner asked for: all drills of the questions named, else as many as a round has."""
    sitting = Sitting("drill", Recorder())
    found = Drills(bank, pool(bank, wanted), lang)
    size = found.size(wanted.count or (sys.maxsize if wanted.ids else DRILLS))
    items = found.round(sitting.standings(), datetime.now(UTC), size)
    return Round(found, items, size, sitting, wanted.minutes)


def expected(asked: Asked) -> str:
    """The right answer; of options the letters they had."""
    if not asked.options:
        return shown(asked.answer)
    return ", ".join(map(letter, places(asked)))


def places(asked: Asked) -> list[int]:
    """Where the right ones are among the options."""
    return sorted(map(asked.options.index, asked.answer))
