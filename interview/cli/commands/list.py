"""`interview list`: the questions, and where the learner stands."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_wanted_bank, wanted_language


@app.command("list")
def list_(ctx: typer.Context, bank: BankOption = None, lang: LangOption = None) -> None:
    """List the questions and where you stand."""
    from interview.history.store import tolerant_statuses
    from interview.practice.exercise.places import misplaced_things
    from interview.screen.console import show_problems
    from interview.screen.listing import show_question_list

    opened_bank, tongue = open_wanted_bank(ctx, bank), wanted_language(ctx, lang)
    titles = {card.id: opened_bank.title(card, tongue) for card in opened_bank.cards}
    show_question_list(opened_bank.cards, titles, tolerant_statuses())
    show_problems(misplaced_things(opened_bank))
