"""`interview show`: a question and its exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import InHandArgument, card_or_last
from interview.cli.options import (
    BankOption,
    ColdOption,
    LangOption,
    open_wanted_bank,
    wanted_language,
)
from interview.messages import _

if TYPE_CHECKING:
    from interview.model.card import Card


@app.command()
def show(
    ctx: typer.Context,
    question: InHandArgument = None,
    answer: Annotated[bool, typer.Option("--answer", help="Show the model answer too.")] = False,
    picture: Annotated[
        bool, typer.Option("--picture", help="Draw what it is about, from the reference, instead.")
    ] = False,
    given: Annotated[
        bool, typer.Option("--given", help="Print what its cases hand to your code, instead.")
    ] = False,
    cold: ColdOption = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Show a question and its exercise."""
    from interview.history.notes import tolerant_notes
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_answer, show_notes, show_question

    if answer or picture:
        refuse_help()
    opened_bank, tongue = open_wanted_bank(ctx, bank), wanted_language(ctx, lang)
    card = card_or_last(opened_bank, question, tongue)
    if picture:
        show_drawn(card, tongue, cold)
        return
    if given:
        show_what_is_given(card)
        return
    whole = opened_bank.load(card, tongue)
    if answer:
        show_answer(whole)
    else:
        show_question(whole, card)
    show_notes([note.text for note in tolerant_notes().of(whole.id)])


def show_drawn(card: Card, lang: str, cold: bool) -> None:
    from interview.errors import UsageError
    from interview.grading.client.shared import open_engine
    from interview.screen.console import spinner
    from interview.screen.failure import reader_may_leave
    from interview.screen.picture import show_pictures

    if not card.picture.is_file():
        raise UsageError(_("{id}: there is no picture of it").format(id=card.id))
    with open_engine(cold) as links, spinner(_("drawing")):
        pictures = links.link().pictures(card)
    with reader_may_leave():
        show_pictures(pictures, lang)


def show_what_is_given(card: Card) -> None:
    from interview.bank.files import read_bank_file
    from interview.errors import UsageError
    from interview.screen.console import show_code

    if not card.given.is_file():
        raise UsageError(_("{id}: its cases hand in nothing but values").format(id=card.id))
    show_code(read_bank_file(card.given))
