"""`interview progress`: what was done, and what is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Lang, language, opened


@app.command()
def progress(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print a versioned record instead.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page instead.")
    ] = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show what you did and what you know: days, topics, memory, mistakes, times."""
    from datetime import UTC, datetime

    from interview.export.progress import as_html, as_json
    from interview.files import write
    from interview.history.store import Store
    from interview.practice.standing.mastery import progress as told
    from interview.screen.home import show_written
    from interview.screen.progress import show_progress

    found, tongue = opened(ctx, bank), language(ctx, lang)
    figures = told(found, Store(), datetime.now(UTC))
    if json:
        typer.echo(as_json(figures))
    elif html:
        titles = {card.id: found.title(card, tongue) for card in found.cards}
        write(html, as_html(figures, titles, tongue))
        show_written([html])
    else:
        show_progress(figures, found, tongue)
