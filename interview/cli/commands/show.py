"""`interview show`: a question and its exercise."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Lang, Question, language, opened


@app.command()
def show(
    ctx: typer.Context,
    question: Question,
    answer: Annotated[bool, typer.Option("--answer", help="Show the model answer too.")] = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show a question and its exercise."""
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_answer, show_question

    if answer:
        refuse_help()
    found = opened(ctx, bank)
    whole = found.load(found.find(question), language(ctx, lang))
    (show_answer if answer else show_question)(whole)
