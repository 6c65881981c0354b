"""`interview help`: the help page, of a command if one is named."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from interview.cli.app import app
from interview.cli.options import LangOption


@app.command("help")
def help_(
    ctx: typer.Context,
    command: Annotated[
        str | None, typer.Argument(metavar="[COMMAND]", help="A command; none means all of them.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Show what there is, or what a command takes."""
    from interview.cli.commands.home import run_command

    whole: Any = ctx.find_root()
    if command is None:
        typer.echo(whole.get_help())
        return
    group: Any = whole.command
    name, _found, _rest = group.resolve_command(whole, [command])
    run_command(whole, name, "--help")
