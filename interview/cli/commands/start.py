"""`interview start`: the stub of an exercise."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, QuestionArgument, open_wanted_bank


@app.command()
def start(
    ctx: typer.Context,
    question: QuestionArgument,
    edit: Annotated[bool, typer.Option(help="Open $EDITOR on a terminal.")] = True,
    bank: BankOption = None,
) -> None:
    """Write the stub of an exercise and open the editor; never over an existing file."""
    from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
    from interview.practice.talk.editor import open_editor
    from interview.screen.home import show_started

    opened_bank = open_wanted_bank(ctx, bank)
    card = opened_bank.find(question)
    begun = begin_exercise(card, ExerciseRecorder(opened_bank))
    show_started(card, begun)
    if edit and sys.stdin.isatty() and sys.stdout.isatty():
        open_editor(begun.path)
