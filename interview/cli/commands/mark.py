"""`interview mark`: a question to come back to."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import InHandArgument, card_or_last
from interview.cli.options import BankOption, LangOption, open_bank_to_practise, wanted_language


@app.command()
def mark(
    ctx: typer.Context,
    question: InHandArgument = None,
    off: Annotated[bool, typer.Option("--off", help="Take the mark away.")] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Mark a question, to find it again with `interview list --marked`."""
    from interview.history.notes import Notes
    from interview.screen.notes import show_mark

    opened_bank, tongue = open_bank_to_practise(ctx, bank), wanted_language(ctx, lang)
    card = card_or_last(opened_bank, question, tongue)
    Notes().mark(card.id, not off)
    show_mark(opened_bank.told(card, tongue), not off)
