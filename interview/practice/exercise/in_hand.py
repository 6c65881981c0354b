"""The exercise in hand: the one whose file was written in last, for commands that are given no id."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from interview.bank import Bank
from interview.errors import UsageError
from interview.history.store import Recorder
from interview.messages import _
from interview.model.card import Card
from interview.practice.exercise.places import attempt_path, is_begun, is_stub


def exercise_in_hand(cards: Iterable[Card], handed_out: Collection[str]) -> Card | None:
    """Of these, what was written in last; an untouched stub counts if it was asked for."""
    begun = [card for card in cards if was_taken_up(card, handed_out)]
    return max(begun, key=lambda card: attempt_path(card).stat().st_mtime, default=None)


def was_taken_up(card: Card, handed_out: Collection[str]) -> bool:
    """Whether its file is more than a stub that nobody asked for."""
    return is_begun(card) and (card.id in handed_out or not is_stub(attempt_path(card), card))


def last_exercise(bank: Bank, recorder: Recorder) -> Card:
    """What was written in last, passed or not; raises UsageError if nothing was begun."""
    return found_in_hand(bank, bank.cards, recorder)


def open_exercise(bank: Bank, recorder: Recorder) -> Card:
    """The same among what is not accepted yet, where there is any."""
    statuses = recorder.statuses()
    todo = [card for card in bank.cards if statuses.get(card.id) != "accepted"]
    handed_out = handed_out_so_far(recorder)
    return exercise_in_hand(todo, handed_out) or found_in_hand(bank, bank.cards, recorder)


def found_in_hand(bank: Bank, cards: list[Card], recorder: Recorder) -> Card:
    card = exercise_in_hand(cards, handed_out_so_far(recorder))
    if card is None:
        statuses = recorder.statuses()
        todo = [card for card in bank.require_cards() if statuses.get(card.id) != "accepted"]
        text = _(
            "no exercise is in hand: give a question's number, or run `interview start {number}`"
        )
        raise UsageError(text.format(number=(todo or bank.cards)[0].number))
    return card


def handed_out_so_far(recorder: Recorder) -> frozenset[str]:
    return recorder.tried(lambda store: store.handed_out(), frozenset())
