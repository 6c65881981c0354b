"""Which question a command means that was given none: the exercise in hand, and that is said."""

from __future__ import annotations

from typing import Annotated, Any

import typer

InHandArgument = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="A question's number or id; else the exercise in hand."),
]


def card_or_last(bank: Any, text: str | None, lang: str) -> Any:
    """The question named, else the exercise that was written in last."""
    from interview.practice.exercise.in_hand import last_exercise

    return bank.find(text) if text else told_in_hand(bank, last_exercise, lang)


def card_or_open(bank: Any, text: str | None, lang: str) -> Any:
    """The question named, else the exercise in hand that is not accepted yet."""
    from interview.practice.exercise.in_hand import open_exercise

    return bank.find(text) if text else told_in_hand(bank, open_exercise, lang)


def told_in_hand(bank: Any, found: Any, lang: str) -> Any:
    """The card, once it is said which it is, beside the output."""
    from interview.history.store import Recorder
    from interview.screen.listing import tell_in_hand

    card = found(bank, Recorder())
    tell_in_hand(bank.told(card, lang))
    return card
