"""`interview`: the home screen."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from interview.cli.app import app, print_version
from interview.cli.options import BankOption, LangOption, open_wanted_bank, wanted_language


@app.callback(invoke_without_command=True)
def home(
    ctx: typer.Context,
    bank: BankOption = None,
    lang: LangOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    from interview.practice.talk.language import tell_unknown_language

    ctx.obj = {"bank": bank, "lang": lang}
    tongue = wanted_language(ctx, lang)
    tell_unknown_language()
    if ctx.invoked_subcommand is None:
        greet(ctx, open_wanted_bank(ctx, bank), tongue)


def greet(ctx: typer.Context, bank: Any, lang: str) -> None:
    """The home screen; a newcomer on a terminal is one key press away from the first question."""
    from datetime import UTC, datetime

    from interview.history.store import Recorder
    from interview.practice.exercise.places import misplaced_things
    from interview.practice.standing.home import read_home
    from interview.screen import home as screen
    from interview.screen.console import show_problems

    overview = read_home(bank, Recorder(), datetime.now(UTC))
    if not overview.newcomer:
        card = overview.next.card
        screen.show_home(overview, bank.title(card, lang) if card else "")
        show_problems(misplaced_things(bank))
        return
    screen.show_welcome(overview.total)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        screen.show_first_commands()
    elif screen.ask_to_begin():
        run_command(ctx, "quiz", "--new", "1")


def run_command(ctx: typer.Context, name: str, *arguments: str) -> None:
    """Another command, as if it had been typed."""
    group: Any = ctx.find_root().command
    command = group.get_command(ctx, name)
    with command.make_context(name, list(arguments), parent=ctx) as inner:
        command.invoke(inner)
