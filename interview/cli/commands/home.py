"""`interview`: the home screen."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from interview.cli.app import app, version
from interview.cli.options import BankOption, Lang, language, opened


@app.callback(invoke_without_command=True)
def home(
    ctx: typer.Context,
    bank: BankOption = None,
    lang: Lang = None,
    version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    ctx.obj = {"bank": bank, "lang": lang}
    tongue = language(ctx, lang)
    if ctx.invoked_subcommand is None:
        greet(ctx, opened(ctx, bank), tongue)


def greet(ctx: typer.Context, bank: Any, lang: str) -> None:
    """The home screen; a newcomer on a terminal is one key press away from the first question."""
    from datetime import UTC, datetime

    from interview.history.store import Recorder
    from interview.practice.standing.home import home
    from interview.screen import home as screen

    found = home(bank, Recorder(), datetime.now(UTC))
    if not found.newcomer:
        card = found.next.card
        screen.show_home(found, bank.title(card, lang) if card else "")
        return
    screen.show_welcome(found.total)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        screen.show_first_commands()
    elif screen.invited():
        run(ctx, "quiz", "--new", "1")


def run(ctx: typer.Context, name: str, *arguments: str) -> None:
    """Another command, as if it had been typed."""
    group: Any = ctx.command
    command = group.get_command(ctx, name)
    with command.make_context(name, list(arguments), parent=ctx) as inner:
        command.invoke(inner)
