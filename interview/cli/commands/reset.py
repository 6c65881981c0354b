"""`interview reset`: the stub again."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    LangOption,
    QuestionArgument,
    open_wanted_bank,
    wanted_language,
)


@app.command()
def reset(
    ctx: typer.Context,
    question: QuestionArgument,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Bring the stub back; what you wrote is set aside."""
    from interview.history.store import Recorder
    from interview.practice.exercise import places, workspace
    from interview.screen.written import show_reset, show_written

    card = open_wanted_bank(ctx, bank).find(question)
    began = places.exercise_path(card).exists()
    path, kept = workspace.restore_stub(card, wanted_language(ctx, lang))
    Recorder().reveal(card.id, "stub")
    show_reset(path, kept) if began else show_written([path])
