"""`interview search`: words in questions, answers and notes."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_bank_to_practise, wanted_language


@app.command()
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORD...", help="All of them are looked for.")
    ],
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Look for words in questions, answers and your notes, in both languages."""
    from interview.history.notes import tolerant_notes
    from interview.practice.mock.invigilation import refuse_help
    from interview.practice.search import search_questions
    from interview.screen.notes import show_search_hits

    tongue = wanted_language(ctx, lang)
    refuse_help()
    opened_bank = open_bank_to_practise(ctx, bank)
    wanted = " ".join(words).split()
    hits = search_questions(opened_bank, wanted, tongue, tolerant_notes()) if wanted else []
    show_search_hits(hits, opened_bank, wanted, tongue)
    raise typer.Exit(0 if hits else 1)
