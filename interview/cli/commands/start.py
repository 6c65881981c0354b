"""`interview start`: the stub of an exercise."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import InHandArgument, card_or_open
from interview.cli.options import BankOption, LangOption, open_wanted_bank, wanted_language


@app.command()
def start(
    ctx: typer.Context,
    question: InHandArgument = None,
    edit: Annotated[bool, typer.Option(help="Open $EDITOR on a terminal.")] = True,
    bare: Annotated[bool, typer.Option("--bare", help="A stub without its task.")] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Write the stub of an exercise and open the editor; never over an existing file."""
    from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
    from interview.practice.talk.editor import open_editor
    from interview.screen.prompt import offer_editors
    from interview.screen.written import show_started

    opened_bank, tongue = open_wanted_bank(ctx, bank), wanted_language(ctx, lang)
    card = card_or_open(opened_bank, question, tongue)
    begun = begin_exercise(card, ExerciseRecorder(opened_bank), None if bare else tongue)
    show_started(card, begun)
    if edit and sys.stdin.isatty() and sys.stdout.isatty():
        offer_editors()
        open_editor(begun.path)
