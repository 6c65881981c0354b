"""`interview note`: what a learner wants to remember of a question."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import InHandArgument, card_or_last
from interview.cli.options import BankOption, LangOption, open_bank_to_practise, wanted_language
from interview.messages import _


@app.command()
def note(
    ctx: typer.Context,
    question: InHandArgument = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]", help="The note; none shows those there are."),
    ] = None,
    drop: Annotated[
        int | None,
        typer.Option("--drop", min=1, metavar="N", help="Take the note of this number back."),
    ] = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Note something on a question, or show what you noted."""
    from interview.errors import UsageError
    from interview.history.notes import Notes
    from interview.screen.notes import show_noted

    opened_bank, tongue = open_bank_to_practise(ctx, bank), wanted_language(ctx, lang)
    card, notes = card_or_last(opened_bank, question, tongue), Notes()
    there = notes.all().of(card.id)
    if drop is not None:
        if drop > len(there):
            text = _(
                "--drop {number}: expected one of {count} notes: `interview note {id}` shows them"
            )
            raise UsageError(text.format(number=drop, count=len(there), id=card.number))
        notes.drop(there[drop - 1])
    if text := " ".join(words or ()).strip():
        notes.add(card.id, text)
    show_noted(opened_bank.told(card, tongue), notes.all().of(card.id))
