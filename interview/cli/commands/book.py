"""`interview book`: the bank as an offline site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    ColdOption,
    LangOption,
    open_wanted_bank,
    wanted_language,
)
from interview.messages import _


@app.command()
def book(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where the pages are written.")
    ] = Path("book"),
    mine: Annotated[
        bool, typer.Option("--mine", help="With your notes, your marks and where you stand.")
    ] = False,
    cold: ColdOption = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Write the questions, with answers, pictures and solutions, as pages to read offline."""
    from interview.bank.formulas import read_formulas
    from interview.export.book import BOOK_LANGUAGES, Chapter, write_book
    from interview.export.own_book import read_own_state
    from interview.grading.client.shared import open_engine
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.console import spinner
    from interview.screen.written import show_written

    refuse_help()
    own = read_own_state(datetime.now(UTC)) if mine else None
    tongue, opened = wanted_language(ctx, lang), open_wanted_bank(ctx, bank)
    cards = opened.usable_cards(opened.require_cards(), tongue)
    with spinner(_("drawing")), open_engine(cold) as links:
        link = links.link()
        chapters = [
            Chapter(
                card,
                {language: opened.load(card, language) for language in BOOK_LANGUAGES},
                link.pictures(card) if card.picture.is_file() else [],
            )
            for card in cards
        ]
    formulas: dict[str, str] = {}
    for member in reversed(opened.members):
        formulas |= read_formulas(member.questions)[0].formulas
    show_written(write_book(out, chapters, tongue, formulas, own))
