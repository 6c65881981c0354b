"""`interview diff`: the exercise file against an earlier attempt."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.in_hand import card_or_last
from interview.cli.options import (
    BankOption,
    LangOption,
    open_wanted_bank,
    wanted_language,
)


@app.command()
def diff(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE|ID]",
            help="A file, or a question's number or id; else the exercise in hand.",
        ),
    ] = None,
    reference: Annotated[
        bool,
        typer.Option("--reference", help="Against the reference, stage by stage, after a pass."),
    ] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Compare your exercise file with an earlier attempt; after a pass, or with --reference, with the reference."""
    from interview.cli.after_pass import tell_beside
    from interview.practice.exercise.exercises import changes_since, earlier_attempt
    from interview.practice.exercise.workspace import find_exercise
    from interview.screen.watch import show_diff
    from interview.screen.written import show_no_earlier_attempt

    opened_bank = open_wanted_bank(ctx, bank)
    tongue = wanted_language(ctx, lang)
    exercise = find_exercise(opened_bank, file or card_or_last(opened_bank, None, tongue).id)
    before = None if reference else earlier_attempt(exercise)
    if before is None and tell_beside(opened_bank, exercise, tongue, reference):
        return
    if before is None:
        show_no_earlier_attempt(exercise.card)
        raise typer.Exit(1)
    show_diff(changes_since(exercise.path, before))
