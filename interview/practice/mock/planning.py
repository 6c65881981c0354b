"""The plan of a mock interview: theory, drills, coding and debugging that fit the time, drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any, Literal, TypeAlias

from interview.bank import Bank
from interview.errors import UsageError
from interview.messages import _
from interview.model.question import Card, Question
from interview.practice.debug.faults import Fault, fault_in
from interview.practice.memory.selection import meant

Kind: TypeAlias = Literal["theory", "drills", "coding", "debugging"]
SHORTEST, LONGEST = 10, 120
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
class Quick:
    """A drill with the values it is asked with."""

    question: str
    place: int
    seed: int


@dataclass(frozen=True)
class Part:
    """One part of the interview."""

    kind: Kind
    minutes: float
    question: str = ""
    """The question's id; empty for drills, which come from several."""
    drills: tuple[Quick, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True)
class Plan:
    """The whole interview."""

    minutes: int
    seed: int
    level: str
    topic: str
    parts: tuple[Part, ...]

    @property
    def questions(self) -> list[str]:
        """The ids of all questions in it."""
        ids = [part.question for part in self.parts if part.question]
        ids += [quick.question for part in self.parts for quick in part.drills]
        return list(dict.fromkeys(ids))


def made(
    bank: Bank, minutes: int, seed: int, level: str = "", topic: str = "", seen: Sequence[str] = ()
) -> Plan:
    """The plan for this time, the same for the same seed; raises UsageError if nothing fits.

    `seen` are the items of debugging rounds so far, those to come again first in front.
    """
    level = level and meant("--level", level, (card.difficulty for card in bank.cards))
    topic = topic and meant("--topic", topic, (card.topic for card in bank.cards))
    cards = fitting(bank, level, topic)
    random = Random(seed)
    random.shuffle(cards)
    drills = quick_count(minutes)
    rest = minutes - drills * DRILL_MINUTES - THEORY_MINUTES
    debugged, debugging = debugging_part(cards, rest, max(4.0, minutes * DEBUGGING_LIMIT))
    written = coding_cards(cards, debugged, rest - debugging, minutes)
    rest = minutes - drills * DRILL_MINUTES - debugging - sum(card.minutes for card in written)
    told = theory_cards(cards, [debugged, *written], max(1, int(rest // THEORY_MINUTES)))
    spare = int((rest - len(told) * THEORY_MINUTES) // DRILL_MINUTES)
    count = min(MOST_DRILLS, drills + max(0, spare))
    quick = quick_ones(bank, [*told, *written, debugged], count, random)
    fault = fault_in(bank.load(debugged), seen, random)
    parts = (
        *(Part("theory", THEORY_MINUTES, card.id) for card in told),
        Part("drills", len(quick) * DRILL_MINUTES, drills=quick),
        *(Part("coding", card.minutes, card.id) for card in written),
        Part("debugging", debugging, debugged.id, fault=fault),
    )
    return Plan(minutes, seed, level, topic, parts)


def fitting(bank: Bank, level: str, topic: str) -> list[Card]:
    """The cards of this level and topic; raises UsageError if there is none."""
    found = [
        card for card in bank.cards if level in ("", card.difficulty) and topic in ("", card.topic)
    ]
    if not found:
        text = _("--level {level} --topic {topic}: no such question: leave one of them out")
        raise UsageError(text.format(level=level, topic=topic))
    return found


def quick_count(minutes: int) -> int:
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
    found: list[Card] = []
    for card in free:
        left = min(rest, minutes * (1 - MORE_THAN_CODE)) - sum(one.minutes for one in found)
        if card.minutes <= left and len(found) < (2 if minutes >= TWO_TASKS else 1):
            found.append(card)
    return found or [card for card in free if card.minutes <= rest][:1]


def theory_cards(cards: list[Card], taken: list[Card], count: int) -> list[Card]:
    """Questions to answer aloud, others than those to be coded as long as there are others."""
    free = [card for card in cards if card not in taken]
    return (free + [card for card in cards if card in taken])[: min(count, MOST_THEORY)]


def quick_ones(bank: Bank, cards: list[Card], count: int, random: Random) -> tuple[Quick, ...]:
    """Drills of the questions of the interview, one of each in turn."""
    piles = []
    for card in dict.fromkeys(cards):
        places = list(range(len(bank.load(card).drills)))
        random.shuffle(places)
        piles.append([(card.id, place) for place in places])
    found: list[tuple[str, int]] = []
    while len(found) < count and any(piles):
        found += [pile.pop() for pile in piles if pile]
    return tuple(Quick(id, place, random.randrange(2**31)) for id, place in found[:count])


def kept(plan: Plan) -> dict[str, Any]:
    """The plan as a session keeps it."""
    return asdict(plan)


def plan_from(data: Mapping[str, Any]) -> Plan:
    parts = tuple(part_from(part) for part in data["parts"])
    return Plan(**{**data, "parts": parts})


def part_from(data: Mapping[str, Any]) -> Part:
    fault = data["fault"]
    return replace(
        Part(data["kind"], data["minutes"], data["question"]),
        drills=tuple(Quick(**quick) for quick in data["drills"]),
        fault=Fault(**{**fault, "options": tuple(fault["options"])}) if fault else None,
    )


def loaded(plan: Plan, bank: Bank, lang: str) -> dict[str, Question]:
    """The questions of the plan by id; raises UsageError if they are no longer what they were."""
    found = {id: bank.load(bank.find(id), lang) for id in plan.questions}
    for part in plan.parts:
        ids = (
            {m.id for m in found[part.question].exercise.misconceptions} if part.question else set()
        )
        changed = any(q.place >= len(found[q.question].drills) for q in part.drills)
        if changed or (part.fault and not ids.issuperset(part.fault.options)):
            raise UsageError(
                _(
                    "the questions of this interview have changed: begin a new one with `interview mock`"
                )
            )
    return found
