"""`interview bank list`: which banks there are."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, wanted_language
from interview.messages import _


@app.command("bank")
def bank_command(
    ctx: typer.Context,
    action: Annotated[str, typer.Argument(metavar="list", help="The only thing to do.")],
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """List the banks that can be opened: what they hold, where they are, where they come from."""
    from interview.bank.finding import known_banks
    from interview.screen.banks import show_banks

    if action != "list":
        raise typer.BadParameter(_("expected list, got {got!r}").format(got=action))
    tongue = wanted_language(ctx, lang)
    show_banks(list(known_banks(bank or ctx.obj["bank"] or ())), tongue)
