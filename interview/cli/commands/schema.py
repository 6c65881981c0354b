"""`interview schema`: what editors check questions by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_wanted_bank


@app.command()
def schema(
    ctx: typer.Context,
    assignment: Annotated[
        Path | None,
        typer.Option(
            "--assignment",
            readable=False,
            help="Those of assignment.yaml and overrides.yaml, into this folder; "
            "and an assignment.yaml to fill in, where there is none.",
        ),
    ] = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Write the JSON Schemas that editors complete and check the YAML by."""
    from interview.bank.schema import CLASS_FILES, write_schemas
    from interview.files import make_folder
    from interview.screen.written import show_begun_assignment, show_written

    if assignment:
        from interview.authoring.new_assignment import begin_assignment

        make_folder(assignment)
        show_written(write_schemas(assignment, CLASS_FILES))
        if begun := begin_assignment(assignment):
            show_begun_assignment(begun)
        return
    opened = open_wanted_bank(ctx, bank)
    show_written([path for member in opened.members for path in write_schemas(member.questions)])
