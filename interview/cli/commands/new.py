"""`interview new`: the files of a new question."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, open_wanted_bank


@app.command()
def new(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="Its place in the bank.")],
    id: Annotated[str, typer.Argument(help="A short name in kebab-case.")],
    title: Annotated[str, typer.Option(help="A title for lists.")] = "TODO",
    bank: BankOption = None,
) -> None:
    """Write the files of a new question, with a comment on every key."""
    from interview.authoring.scaffolding import create_question
    from interview.screen.written import show_created

    show_created(create_question(open_wanted_bank(ctx, bank).root, number, id, title), number)
