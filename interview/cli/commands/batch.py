"""`interview batch`: a whole class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview import __version__
from interview.cli.app import app
from interview.cli.options import BankOption, Lang, Seed, language, opened


@app.command()
def batch(
    ctx: typer.Context,
    submissions: Annotated[Path, typer.Argument(help="A folder per person, or a zip.")],
    results: Annotated[
        Path | None, typer.Option("--out", help="Where the results go; resumes what is there.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="An earlier batch: list whose score changed, and why.")
    ] = None,
    points: Annotated[float, typer.Option(min=0, help="What a passed exercise is worth.")] = 10.0,
    jobs: Annotated[int | None, typer.Option(min=1, help="At a time; all cores else.")] = None,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Go on where only limits protect you.")
    ] = False,
    seed: Seed = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Grade everybody's submissions: scores, reports, and which mistakes the class makes."""
    from interview.classroom.plan import finish, plan, refuse_weak_sandbox, run
    from interview.export.reports import write_reports
    from interview.grading.client.link import Links
    from interview.grading.client.private import PrivateEngine
    from interview.screen.batch import live, show_batch, show_changes
    from interview.screen.failure import reader_may_leave

    tongue = language(ctx, lang)
    with Links(PrivateEngine(load="first")) as links:
        link = links.link()
        found = plan(opened(ctx, bank), submissions, results, seed, compare, link, __version__)
        refuse_weak_sandbox(found.conditions.sandbox, no_sandbox)
        with live(found) as board:
            for entry in run(found, links, jobs, tongue):
                board.add(entry)
    book, changed = finish(found, points)
    written = write_reports(found.folder, book)
    with reader_may_leave():
        show_batch(book, board, written)
        if compare:
            show_changes(changed)
    raise typer.Exit(3 if "judge_error" in book.statuses else 0)
