"""What to do next, from what was done so far."""

from __future__ import annotations

from dataclasses import dataclass

from interview.bank import Bank
from interview.model import Card
from interview.practice.workspace import path_of
from interview.progress.store import tolerant_statuses


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now."""

    passed: int
    total: int
    card: Card | None
    """The question to go on with; None when all are passed."""
    started: bool


def next_step(bank: Bank) -> NextStep:
    """A started exercise that is not passed yet, else the first question not passed."""
    statuses = tolerant_statuses()
    cards = bank.cards
    open_cards = [card for card in cards if statuses.get(card.id) != "accepted"]
    started = [card for card in open_cards if path_of(card).is_file()]
    card = next(iter(started or open_cards), None)
    return NextStep(len(cards) - len(open_cards), len(cards), card, bool(started))
