"""`interview schema`: what editors check questions by."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, open_wanted_bank


@app.command()
def schema(ctx: typer.Context, bank: BankOption = None) -> None:
    """Write the JSON Schemas that editors complete and check the YAML by."""
    from interview.bank.schema import write_schemas
    from interview.screen.home import show_written

    show_written(write_schemas(open_wanted_bank(ctx, bank).root / "questions"))
