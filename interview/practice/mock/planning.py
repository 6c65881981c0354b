"""The plan of a mock interview: theory, drills, coding and debugging that fit the time, drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any, Literal, TypeAlias

from interview.bank import Bank
from interview.errors import UsageError
from interview.messages import _
from interview.model.card import Card
from interview.model.question import Question
from interview.practice.debug.faults import Fault, draw_fault, fault_from_plan
from interview.practice.memory.selection import track_meant, word_meant

PartKind: TypeAlias = Literal["theory", "drills", "coding", "debugging"]
SHORTEST_MOCK, LONGEST_MOCK = 10, 120
"""Minutes: less is no whole interview, more is no interview."""
THEORY_MINUTES, DRILL_MINUTES = 4.0, 2 / 3
MOST_THEORY, MOST_DRILLS = 8, 10
LONGEST_DEBUGGING = 10.0
DEBUGGING_SHARE, DEBUGGING_LIMIT = 0.3, 0.15
"""Finding one mistake takes about this part of the time of writing, and is at most that part of the whole."""
TWO_TASKS = 60
"""From so many minutes on there are two coding tasks, if two fit."""
MORE_THAN_CODE = 0.35
"""At least this part of the time is for everything but code."""


@dataclass(frozen=True)
class PlannedDrill:
    """A drill with the values it is asked with."""

    question: str
    place: int
    seed: int


@dataclass(frozen=True)
class MockPart:
    """One part of the interview."""

    kind: PartKind
    minutes: float
    question: str = ""
    """The question's id; empty for drills, which come from several."""
    drills: tuple[PlannedDrill, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True)
class MockPlan:
    """The whole interview."""

    minutes: int
    seed: int
    level: str
    topic: str
    parts: tuple[MockPart, ...]
    track: str = ""

    @property
    def options(self) -> str:
        """What plans the same again, on a command line."""
        said = [f"--minutes {self.minutes}", f"--seed {self.seed}"]
        said += [f"--level {self.level}"] * bool(self.level)
        said += [f"--track {self.track}"] * bool(self.track)
        said += [f"--topic {self.topic}"] * bool(self.topic)
        return " ".join(said)

    @property
    def questions(self) -> list[str]:
        """The ids of all questions in it."""
        ids = [part.question for part in self.parts if part.question]
        ids += [planned.question for part in self.parts for planned in part.drills]
        return list(dict.fromkeys(ids))


@dataclass(frozen=True)
class Choice:
    """Which questions an interview has, and what for."""

    told: tuple[Card, ...]
    written: tuple[Card, ...]
    debugged: Card
    debugging: float
    """Minutes to find its mistake."""
    drills: int

    @property
    def cards(self) -> list[Card]:
        return list(dict.fromkeys([*self.told, *self.written, self.debugged]))


def draw_plan(
    bank: Bank,
    minutes: int,
    seed: int,
    level: str = "",
    topic: str = "",
    track: str = "",
    *,
    seen: Sequence[str] = (),
) -> MockPlan:
    """The plan for this time, the same for the same seed; raises UsageError if nothing fits.

    `seen` are the items of debugging rounds so far, those to come again first in front.
    """
    track = track and track_meant(track, bank.cards)
    cards = [card for card in bank.cards if track in ("", card.bank.track_id)]
    level = level and word_meant("--level", level, (card.difficulty for card in cards))
    topic = topic and word_meant("--topic", topic, (card.topic for card in cards))
    cards = fitting_cards(cards, level, topic)
    random = Random(seed)
    random.shuffle(cards)
    chosen, questions = usable_choice(bank, cards, minutes)
    asked_drills = planned_drills(questions, chosen.drills, random)
    fault = draw_fault(questions[chosen.debugged.id], seen, random)
    parts = (
        *(MockPart("theory", THEORY_MINUTES, card.id) for card in chosen.told),
        MockPart("drills", len(asked_drills) * DRILL_MINUTES, drills=asked_drills),
        *(MockPart("coding", card.minutes, card.id) for card in chosen.written),
        MockPart("debugging", chosen.debugging, chosen.debugged.id, fault=fault),
    )
    return MockPlan(minutes, seed, level, topic, parts, track)


def usable_choice(
    bank: Bank, cards: list[Card], minutes: int
) -> tuple[Choice, dict[str, Question]]:
    """A choice and its questions by id; raises UsageError if none can be read.

    Only what is chosen is read, and chosen anew without what can't be: the whole bank would be waited for.
    """
    questions: dict[str, Question] = {}
    while cards:
        chosen = choose_cards(cards, minutes)
        new = [card for card in chosen.cards if card.id not in questions]
        loaded = {card.id: bank.load_if_usable(card) for card in new}
        questions |= {id: question for id, question in loaded.items() if question}
        if all(loaded.values()):
            return chosen, {card.id: questions[card.id] for card in chosen.cards}
        cards = [card for card in cards if loaded.get(card.id, True)]
    return bank.refuse_all()


def choose_cards(cards: list[Card], minutes: int) -> Choice:
    """What fits the time, in the order of the cards."""
    drills = drill_count(minutes)
    rest = minutes - drills * DRILL_MINUTES - THEORY_MINUTES
    debugged, debugging = debugging_part(cards, rest, max(4.0, minutes * DEBUGGING_LIMIT))
    written = coding_cards(cards, debugged, rest - debugging, minutes)
    rest = minutes - drills * DRILL_MINUTES - debugging - sum(card.minutes for card in written)
    told = theory_cards(cards, [debugged, *written], max(1, int(rest // THEORY_MINUTES)))
    spare = int((rest - len(told) * THEORY_MINUTES) // DRILL_MINUTES)
    count = min(MOST_DRILLS, drills + max(0, spare))
    return Choice(tuple(told), tuple(written), debugged, debugging, count)


def fitting_cards(cards: list[Card], level: str, topic: str) -> list[Card]:
    """Those of this level and topic; raises UsageError if there is none."""
    fitting = [
        card for card in cards if level in ("", card.difficulty) and topic in ("", card.topic)
    ]
    if not fitting:
        text = _("--level {level} --topic {topic}: no such question: leave one of them out")
        raise UsageError(text.format(level=level, topic=topic))
    return fitting


def drill_count(minutes: int) -> int:
    """At least so many; more where time is left."""
    return max(3, min(6, round(minutes / 15)))


def debugging_part(cards: list[Card], rest: float, limit: float) -> tuple[Card, float]:
    """What is to be mended and how long that may take: a short one, if there is such a one."""
    most = min(LONGEST_DEBUGGING, limit, rest)
    short = [card for card in cards if card.minutes * DEBUGGING_SHARE <= most + 1]
    card = short[0] if short else min(cards, key=lambda card: card.minutes)
    return card, float(max(3, min(most, round(card.minutes * DEBUGGING_SHARE))))


def coding_cards(cards: list[Card], debugged: Card, rest: float, minutes: int) -> list[Card]:
    """One or two tasks that fit the rest of the time; none in a short interview."""
    free = [card for card in cards if card != debugged] or cards
    tasks: list[Card] = []
    for card in free:
        left = min(rest, minutes * (1 - MORE_THAN_CODE)) - sum(task.minutes for task in tasks)
        if card.minutes <= left and len(tasks) < (2 if minutes >= TWO_TASKS else 1):
            tasks.append(card)
    return tasks or [card for card in free if card.minutes <= rest][:1]


def theory_cards(cards: list[Card], taken: list[Card], count: int) -> list[Card]:
    """Questions to answer aloud, others than those to be coded as long as there are others."""
    free = [card for card in cards if card not in taken]
    return (free + [card for card in cards if card in taken])[: min(count, MOST_THEORY)]


def planned_drills(
    questions: Mapping[str, Question], count: int, random: Random
) -> tuple[PlannedDrill, ...]:
    """Drills of the questions of the interview, one of each in turn."""
    piles = []
    for id, question in questions.items():
        places = list(range(len(question.drills)))
        random.shuffle(places)
        piles.append([(id, place) for place in places])
    drills: list[tuple[str, int]] = []
    while len(drills) < count and any(piles):
        drills += [pile.pop() for pile in piles if pile]
    return tuple(PlannedDrill(id, place, random.randrange(2**31)) for id, place in drills[:count])


def plan_as_data(plan: MockPlan) -> dict[str, Any]:
    """The plan as a session keeps it."""
    return asdict(plan)


def plan_from_data(data: Mapping[str, Any]) -> MockPlan:
    parts = tuple(part_from_data(part) for part in data["parts"])
    about = data["level"], data["topic"]
    return MockPlan(data["minutes"], data["seed"], *about, parts, data.get("track", ""))


def part_from_data(data: Mapping[str, Any]) -> MockPart:
    fault = data["fault"]
    return replace(
        MockPart(data["kind"], data["minutes"], data["question"]),
        drills=tuple(
            PlannedDrill(planned["question"], planned["place"], planned["seed"])
            for planned in data["drills"]
        ),
        fault=fault_from_plan(fault) if fault else None,
    )


def questions_of_plan(plan: MockPlan, bank: Bank, lang: str) -> dict[str, Question]:
    """The questions of the plan by id; raises UsageError if they are no longer what they were."""
    questions = {id: bank.load(bank.card(id), lang) for id in plan.questions}
    for part in plan.parts:
        ids = (
            {m.id for m in questions[part.question].exercise.misconceptions}
            if part.question
            else set()
        )
        changed = any(q.place >= len(questions[q.question].drills) for q in part.drills)
        if changed or (part.fault and not ids.issuperset(part.fault.options)):
            raise UsageError(
                _(
                    "the questions of this interview have changed: begin a new one with `interview mock`"
                )
            )
    return questions
