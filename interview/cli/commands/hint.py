"""`interview hint`: the next of three hints."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import InHandArgument, card_or_open
from interview.cli.options import (
    BankOption,
    LangOption,
    open_wanted_bank,
    wanted_language,
)


@app.command()
def hint(
    ctx: typer.Context,
    question: InHandArgument = None,
    again: Annotated[
        bool, typer.Option("--again", help="Show those already seen, no new one.")
    ] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Show the next of three hints."""
    from interview.history.store import Recorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_after_hint, show_hint

    refuse_help()
    opened_bank, recorder = open_wanted_bank(ctx, bank), Recorder()
    tongue = wanted_language(ctx, lang)
    whole = opened_bank.load(card_or_open(opened_bank, question, tongue), tongue)
    seen = recorder.hints_seen(whole.id)
    numbers = range(1, seen + 1) if again and seen else [min(seen + 1, 3)]
    for number in numbers:
        recorder.reveal(whole.id, "hint", number)
        show_hint(whole, number)
    show_after_hint(whole, numbers[-1])
