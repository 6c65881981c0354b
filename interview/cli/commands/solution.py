"""`interview solution`: the reference."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Question, opened
from interview.messages import _


@app.command()
def solution(
    ctx: typer.Context,
    question: Question,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    bank: BankOption = None,
) -> None:
    """Show the reference: after passing, or when you confirm."""
    from interview.bank.files import text_of
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.console import confirm, paged_code

    refuse_help()
    found = opened(ctx, bank)
    card, recorder = found.find(question), ExerciseRecorder(found)
    text = _("You have not passed {id} yet. Show the reference?")
    if recorder.statuses().get(card.id) == "accepted":
        text = _("You have begun {id} anew and not passed it since. Show the reference?")
    if not (yes or recorder.round(card).passed or confirm(text.format(id=card.id))):
        raise typer.Exit(1)
    paged_code(text_of(card.reference))
    recorder.reveal(card.id, "solution")
