"""`interview export`: the history as JSON lines, the questions as Anki cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_wanted_bank


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(readable=False, help="Printed if there is none.")
    ] = None,
    anki: Annotated[
        Path | None,
        typer.Option(
            "--anki", metavar="FILE", readable=False, help="Write the questions as Anki cards."
        ),
    ] = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Write your history as JSON lines, or the questions as Anki cards in both languages."""
    from interview.export.history import HISTORY_MARK, history_as_text
    from interview.export.own_files import refuse_other_files
    from interview.files import apart_from_output, exported_file, write_file
    from interview.history.store import Store
    from interview.history.transfer import read_tables
    from interview.screen.written import show_written

    refuse_other_files([file] if file else [], HISTORY_MARK)
    if anki:
        from interview.export.anki import ANKI_MARK, DECK_LANGUAGES, write_anki
        from interview.history.notes import tolerant_notes

        refuse_other_files([anki], ANKI_MARK)
        opened_bank = open_wanted_bank(ctx, bank)
        questions = {
            lang: [
                opened_bank.load(c, lang) for c in opened_bank.cards if opened_bank.usable(c, lang)
            ]
            for lang in DECK_LANGUAGES
        }
        with exported_file(anki) as package:
            write_anki(package, questions, tolerant_notes())
    if file:
        write_file(file, history_as_text(read_tables(Store())))
    elif not anki:
        typer.echo(history_as_text(read_tables(Store())), nl=False)
    show_written(apart_from_output(path for path in (file, anki) if path))
