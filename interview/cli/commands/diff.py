"""`interview diff`: the exercise file against an earlier attempt."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Lang, Question, language, opened


@app.command()
def diff(
    ctx: typer.Context, question: Question, bank: BankOption = None, lang: Lang = None
) -> None:
    """Compare your exercise file with your attempt of an earlier time."""
    from interview.practice.exercise.exercises import difference, earlier
    from interview.practice.exercise.workspace import target
    from interview.screen.home import show_no_earlier
    from interview.screen.watch import show_diff

    found = opened(ctx, bank)
    language(ctx, lang)
    card = target(found, question).card
    before = earlier(card)
    if before is None:
        show_no_earlier(card)
        raise typer.Exit(1)
    show_diff(difference(card, before))
