"""`interview solution`: the reference."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import InHandArgument, card_or_last
from interview.cli.options import BankOption, LangOption, open_wanted_bank, wanted_language
from interview.messages import _


@app.command()
def solution(
    ctx: typer.Context,
    question: InHandArgument = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Show the reference: once yours is accepted, or when you confirm."""
    from interview.bank.files import read_bank_file
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.console import show_code
    from interview.screen.prompt import ask_yes_or_no

    refuse_help()
    opened_bank = open_wanted_bank(ctx, bank)
    card = card_or_last(opened_bank, question, wanted_language(ctx, lang))
    recorder = ExerciseRecorder(opened_bank)
    text = _("{id} was not accepted yet. Show the reference?")
    if recorder.begun_anew(card):
        text = _("You have begun {id} anew and it was not accepted since. Show the reference?")
    if not (yes or recorder.round(card).accepted or ask_yes_or_no(text.format(id=card.id))):
        raise typer.Exit(1)
    reference = read_bank_file(card.reference)
    recorder.reveal(card.id, "solution")
    show_code(reference)
