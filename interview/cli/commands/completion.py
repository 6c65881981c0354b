"""`interview completion`: commands, ids and topics by the Tab key."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import LangOption, wanted_language
from interview.messages import _


@app.command()
def completion(
    ctx: typer.Context,
    shells: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SHELL]", help="bash, zsh or fish; else the one you log in with."),
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Set it up for that shell, from its next start on.")
    ] = False,
    words: Annotated[bool, typer.Option("--words", hidden=True)] = False,
    lang: LangOption = None,
) -> None:
    """Complete commands, ids and topics with the Tab key: set it up, or print the shell's script."""
    tongue = wanted_language(ctx, lang)
    if words:  # the script asks what the last of these words may become
        from interview.cli.completion import candidates

        typer.echo(
            "".join("\t".join(found) + "\n" for found in candidates(shells or (), tongue)), nl=False
        )
        return
    from interview.practice.shells.setup import (
        completion_script,
        install_completion,
        known_shell,
        login_shell,
    )

    if len(shells or ()) > 1:
        raise typer.BadParameter(_("expected one shell"))
    shell = known_shell(shells[0]) if shells else login_shell()
    if not install:
        typer.echo(completion_script(shell), nl=False)
        return
    from interview.screen.help import tell_completion_installed

    tell_completion_installed(shell, install_completion(shell))
