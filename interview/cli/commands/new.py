"""`interview new`: the files of a new question."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption
from interview.messages import _


@app.command()
def new(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="Its place in the bank.")],
    id: Annotated[str, typer.Argument(help="A short name in kebab-case.")],
    title: Annotated[str, typer.Option(help="A title for lists.")] = "TODO",
    bank: BankOption = None,
    languages: Annotated[
        str | None,
        typer.Option(help="Of a new bank: en, zh, or en,zh, which is what it has else."),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Write the files of a new question, with a comment on every key; and the bank, if it is a new one."""
    from interview.authoring.new_bank import bank_to_write_in, chosen_languages
    from interview.authoring.scaffolding import create_question, refuse_unusable
    from interview.bank import open_bank
    from interview.bank.finding import names_of_banks
    from interview.invocation import go_on_with
    from interview.screen.written import show_created, show_new_bank

    refuse_unusable(number, id, title)
    names = names_of_banks(bank or ctx.obj["bank"])
    if len(names) > 1:
        raise typer.BadParameter(_("--bank: expected one, to write the question into"))
    if names:
        root, made = bank_to_write_in(names[0], chosen_languages(languages))
    else:
        root, made = open_bank(None).root, False
    if made:
        show_new_bank(root)
    go_on_with(names)
    show_created(create_question(root, number, id, title), number)
