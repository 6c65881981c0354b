"""`interview hint`: the next of three hints."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Lang, Question, language, opened


@app.command()
def hint(
    ctx: typer.Context,
    question: Question,
    again: Annotated[
        bool, typer.Option("--again", help="Show those already seen, no new one.")
    ] = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show the next of three hints."""
    from interview.history.store import Recorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_after_hint, show_hint

    refuse_help()
    found, recorder = opened(ctx, bank), Recorder()
    whole = found.load(found.find(question), language(ctx, lang))
    seen = recorder.hints_seen(whole.id)
    numbers = range(1, seen + 1) if again and seen else [min(seen + 1, 3)]
    for number in numbers:
        show_hint(whole, number)
        recorder.reveal(whole.id, "hint", number)
    show_after_hint(whole, numbers[-1])
