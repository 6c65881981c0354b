"""`interview diff`: the exercise file against an earlier attempt."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    LangOption,
    QuestionArgument,
    open_wanted_bank,
    wanted_language,
)


@app.command()
def diff(
    ctx: typer.Context, question: QuestionArgument, bank: BankOption = None, lang: LangOption = None
) -> None:
    """Compare your exercise file with your attempt of an earlier time."""
    from interview.practice.exercise.exercises import changes_since, earlier_attempt
    from interview.practice.exercise.workspace import find_exercise
    from interview.screen.home import show_no_earlier_attempt
    from interview.screen.watch import show_diff

    opened_bank = open_wanted_bank(ctx, bank)
    wanted_language(ctx, lang)
    card = find_exercise(opened_bank, question).card
    before = earlier_attempt(card)
    if before is None:
        show_no_earlier_attempt(card)
        raise typer.Exit(1)
    show_diff(changes_since(card, before))
