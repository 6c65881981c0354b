"""`interview list`: the questions, and where the learner stands."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Lang, language, opened


@app.command("list")
def list_(ctx: typer.Context, bank: BankOption = None, lang: Lang = None) -> None:
    """List the questions and where you stand."""
    from interview.history.store import tolerant_statuses
    from interview.screen.console import problems
    from interview.screen.listing import show_list

    found, tongue = opened(ctx, bank), language(ctx, lang)
    titles = {card.id: found.title(card, tongue) for card in found.cards}
    show_list(found.cards, titles, tolerant_statuses())
    problems(found.problems)
