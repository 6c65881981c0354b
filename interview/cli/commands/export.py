"""`interview export`: the history as JSON lines, the questions as Anki cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, opened


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Printed if there is none.")] = None,
    anki: Annotated[
        Path | None,
        typer.Option("--anki", metavar="FILE", help="Write the questions as Anki cards."),
    ] = None,
    bank: BankOption = None,
) -> None:
    """Write your history as JSON lines, or the questions as Anki cards in both languages."""
    from interview.export.history import as_text
    from interview.files import replaced, write
    from interview.history.store import Store
    from interview.history.transfer import tables
    from interview.screen.home import show_written

    if anki:
        from interview.export.anki import LANGUAGES, write_anki

        found = opened(ctx, bank)
        questions = {lang: [found.load(card, lang) for card in found.cards] for lang in LANGUAGES}
        with replaced(anki) as path:
            write_anki(path, questions)
    if file:
        write(file, as_text(tables(Store())))
    elif not anki:
        typer.echo(as_text(tables(Store())), nl=False)
    show_written([path for path in (file, anki) if path])
