"""`interview doctor`: what is here, what is missing, what to do."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption


@app.command()
def doctor(ctx: typer.Context, bank: BankOption = None, lang: LangOption = None) -> None:
    """Examine the installation: what is here, what is missing, what to do."""
    from interview.practice.doctor import examine_machine
    from interview.screen.doctor import show_fact

    well = True
    for fact in examine_machine(bank or ctx.obj["bank"]):
        show_fact(fact)
        well = well and (fact.well or fact.name == "Editor")
    raise typer.Exit(0 if well else 1)
