"""The commands of the history: the home screen, progress, an earlier attempt, export and import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from interview.cli.common import BankOption, Lang, Question, app, language, opened


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


@app.command()
def progress(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print a versioned record instead.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page instead.")
    ] = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show what you did and what you know: days, topics, memory, mistakes, times."""
    from datetime import UTC, datetime

    from interview.export.progress import as_html, as_json
    from interview.files import write
    from interview.history.store import Store
    from interview.practice.standing.mastery import progress as told
    from interview.screen.home import show_written
    from interview.screen.progress import show_progress

    found, tongue = opened(ctx, bank), language(ctx, lang)
    figures = told(found, Store(), datetime.now(UTC))
    if json:
        typer.echo(as_json(figures))
    elif html:
        titles = {card.id: found.title(card, tongue) for card in found.cards}
        write(html, as_html(figures, titles, tongue))
        show_written([html])
    else:
        show_progress(figures, found, tongue)


@app.command()
def diff(
    ctx: typer.Context, question: Question, bank: BankOption = None, lang: Lang = None
) -> None:
    """Compare your exercise file with your attempt of an earlier time."""
    from interview.practice.exercise.exercises import difference, earlier
    from interview.practice.exercise.workspace import target
    from interview.screen.home import show_no_earlier
    from interview.screen.watch import show_diff

    found = opened(ctx, bank)
    language(ctx, lang)
    card = target(found, question).card
    before = earlier(card)
    if before is None:
        show_no_earlier(card)
        raise typer.Exit(1)
    show_diff(difference(card, before))


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Printed if there is none.")] = None,
    anki: Annotated[
        Path | None,
        typer.Option("--anki", metavar="FILE", help="Write the questions as Anki cards."),
    ] = None,
    bank: BankOption = None,
) -> None:
    """Write your history as JSON lines, or the questions as Anki cards in both languages."""
    from interview.export.history import as_text
    from interview.files import replaced, write
    from interview.history.store import Store
    from interview.history.transfer import tables
    from interview.screen.home import show_written

    if anki:
        from interview.export.anki import LANGUAGES, write_anki

        found = opened(ctx, bank)
        questions = {lang: [found.load(card, lang) for card in found.cards] for lang in LANGUAGES}
        with replaced(anki) as path:
            write_anki(path, questions)
    if file:
        write(file, as_text(tables(Store())))
    elif not anki:
        typer.echo(as_text(tables(Store())), nl=False)
    show_written([path for path in (file, anki) if path])


@app.command("import")
def import_(ctx: typer.Context, file: Path) -> None:
    """Add the history of an exported file to yours; what is there already is not added again."""
    from interview.export.history import from_lines
    from interview.files import read_lines
    from interview.history.store import Store
    from interview.history.transfer import merge
    from interview.practice.memory.scheduling import replayed
    from interview.screen.home import show_added

    found = from_lines(read_lines(file), str(file))
    show_added(merge(Store(), found, replayed))
