"""Which mistake a debugging round is about, among what it is to be named, and the source handed out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from interview.bank import Bank
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.bank.giveaways import without_giveaways
from interview.history.items import Item
from interview.history.reviews import Memory
from interview.model.card import Card
from interview.model.question import Misconception, Question

MISTAKES_TO_CHOOSE_AMONG = 5
"""So many mistakes the learner chooses among."""


@dataclass(frozen=True)
class Fault:
    """The misconception in hand, and the ids among which it is to be named, in the order shown."""

    question: str
    misconception: str
    options: tuple[str, ...]

    @property
    def item(self) -> str:
        return Item.of("debug", self.question, self.misconception)


def draw_fault(question: Question, seen: Sequence[str], random: Random) -> Fault:
    """One never seen; when all of `seen`, the next to come first, were seen, the first of them."""
    ids = [misconception.id for misconception in question.exercise.misconceptions]
    unseen = unseen_misconceptions(question, seen)
    right = (
        random.choice(unseen)
        if unseen
        else min(ids, key=lambda id: seen.index(debugging_item(question, id)))
    )
    others = random.sample(
        [id for id in ids if id != right], min(MISTAKES_TO_CHOOSE_AMONG, len(ids)) - 1
    )
    options = [right, *others]
    random.shuffle(options)
    return Fault(question.id, right, tuple(options))


def unseen_misconceptions(question: Question, seen: Iterable[str]) -> list[str]:
    known = set(seen)
    misconceptions = question.exercise.misconceptions
    return [
        misconception.id
        for misconception in misconceptions
        if debugging_item(question, misconception.id) not in known
    ]


def debugging_items_by_due(memories: Mapping[str, Memory]) -> list[str]:
    """The items of debugging rounds so far, in the order in which they come due."""
    items = [name for name in memories if Item(name).kind == "debug"]
    return sorted(items, key=lambda name: memories[name].due)


def debugging_item(question: Question, misconception: str) -> str:
    return Item.of("debug", question.id, misconception)


def question_to_debug(
    bank: Bank, memories: Mapping[str, Memory], now: datetime, lang: str
) -> Question:
    """The most overdue question, else one never debugged, as long as it has a mistake never seen."""
    candidates = bank.usable_cards(cards_to_debug(bank.cards, memories, now), lang)
    for card in candidates:
        question = bank.load(card, lang)
        if unseen_misconceptions(question, memories):
            return question
    return bank.load(candidates[0], lang)


def cards_to_debug(cards: list[Card], memories: Mapping[str, Memory], now: datetime) -> list[Card]:
    """Due ones, the longest overdue first; then those never debugged; then the others as they come due.

    A question is due for debugging when the last of its mistakes that were seen is.
    """
    due: dict[str, datetime] = {}
    debugged: dict[str, datetime] = {}
    for name, memory in memories.items():
        id = Item(name).question
        if Item(name).kind == "debug":
            debugged[id] = max(memory.due, debugged.get(id, memory.due))
        elif memory.due <= now:
            due[id] = min(memory.due, due.get(id, memory.due))
    for id, moment in debugged.items():
        if moment <= now:
            due[id] = min(moment, due.get(id, moment))

    def turn(card: Card) -> tuple[int, float]:
        if card.id in due:
            return 0, due[card.id].timestamp()
        if card.id not in debugged:
            return 1, card.number
        return 2, debugged[card.id].timestamp()

    return sorted(cards, key=turn)


def faulty_source(card: Card, misconception: Misconception) -> str:
    """What is handed out: the wrong source under the question's mark, without a word on its mistake."""
    reference = read_bank_file(card.reference)
    wrong = wrong_source(card.folder, reference, misconception)
    return f"# interview: {card.id}\n{without_giveaways(wrong, reference)}"


def mending_lines(card: Card, misconception: Misconception) -> tuple[str, ...]:
    """The lines by which the handed-out file is mended; none where it is another program altogether."""
    if not misconception.edit:
        return ()
    reference = read_bank_file(card.reference)
    wrong = without_giveaways(wrong_source(card.folder, reference, misconception), reference)
    right = without_giveaways(reference, reference)
    lines = difflib.unified_diff(wrong.splitlines(), right.splitlines(), n=1, lineterm="")
    return tuple(lines)[2:]


def misconception_of(question: Question, id: str) -> Misconception:
    return next(
        misconception
        for misconception in question.exercise.misconceptions
        if misconception.id == id
    )


def misconception_says(question: Question, id: str) -> str:
    """What a misconception says; its id where the question no longer has it."""
    misconceptions = question.exercise.misconceptions
    return next((mistake.says for mistake in misconceptions if mistake.id == id), id)


def plan_of_fault(fault: Fault) -> dict[str, Any]:
    """A fault as a session keeps it."""
    return {
        "question": fault.question,
        "misconception": fault.misconception,
        "options": list(fault.options),
    }


def fault_from_plan(plan: Mapping[str, Any]) -> Fault:
    return Fault(plan["question"], plan["misconception"], tuple(plan["options"]))
