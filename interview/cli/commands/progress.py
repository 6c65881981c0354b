"""`interview progress`: what was done, and what is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_wanted_bank, wanted_language


@app.command()
def progress(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print a versioned record instead.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", readable=False, help="Write a page instead."),
    ] = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Show what you did and what you know: days, topics, memory, mistakes, times."""
    from datetime import UTC, datetime

    from interview.export.own_files import refuse_other_files
    from interview.export.progress import progress_as_json
    from interview.export.progress_page import PROGRESS_MARK, progress_as_html
    from interview.files import apart_from_output, write_file
    from interview.history.store import Store
    from interview.practice.standing.mastery import compute_progress
    from interview.screen.progress import show_progress
    from interview.screen.written import show_written

    opened_bank, tongue = open_wanted_bank(ctx, bank), wanted_language(ctx, lang)
    figures = compute_progress(opened_bank, Store(), datetime.now(UTC))
    if json:
        typer.echo(progress_as_json(figures))
    elif html:
        refuse_other_files([html], PROGRESS_MARK)
        titles = {card.id: opened_bank.title(card, tongue) for card in opened_bank.cards}
        write_file(html, progress_as_html(figures, titles, tongue))
        show_written(apart_from_output([html]))
    else:
        show_progress(figures, opened_bank, tongue)
