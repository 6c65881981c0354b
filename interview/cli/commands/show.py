"""`interview show`: a question and its exercise."""

from __future__ import annotations

from typing import Annotated

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
def show(
    ctx: typer.Context,
    question: QuestionArgument,
    answer: Annotated[bool, typer.Option("--answer", help="Show the model answer too.")] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Show a question and its exercise."""
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_answer, show_question

    if answer:
        refuse_help()
    opened_bank = open_wanted_bank(ctx, bank)
    whole = opened_bank.load(opened_bank.find(question), wanted_language(ctx, lang))
    (show_answer if answer else show_question)(whole)
