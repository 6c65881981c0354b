"""`interview batch`: a whole class."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from interview import __version__
from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    LangOption,
    SeedOption,
    finite,
    open_wanted_bank,
    wanted_language,
)
from interview.messages import _

MOST_POINTS = 1_000_000
"""For one exercise: what a whole class earns stays a number that every program reads."""
USUAL_POINTS = 10.0


@app.command()
def batch(
    ctx: typer.Context,
    submissions: Annotated[
        Path, typer.Argument(readable=False, help="A folder per person, or a zip.")
    ],
    results: Annotated[
        Path | None,
        typer.Option("--out", readable=False, help="Where the results go; resumes what is there."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(readable=False, help="An earlier batch: list whose score changed, and why."),
    ] = None,
    assignment: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            help="assignment.yaml: questions, points, due time, roster; README describes it.",
        ),
    ] = None,
    points: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=MOST_POINTS,
            callback=finite,
            help="What a passed exercise is worth; 10 else.",
        ),
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="At a time; all cores else.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Grade on a Dask cluster: tls://HOST:8786.")
    ] = None,
    tls_ca: Annotated[
        Path | None, typer.Option(help="Who signed the cluster's certificates.")
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Your certificate for it.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="The certificate's key.")] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Let tcp:// be, which is open to everybody.")
    ] = False,
    wait: Annotated[
        float, typer.Option(min=1, help="Seconds without any worker; then the batch gives up.")
    ] = 120.0,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Go on where only limits protect you.")
    ] = False,
    seed: SeedOption = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Grade everybody's submissions: scores, reports, and which mistakes the class makes."""
    from interview.classroom.assignment import open_assignment
    from interview.classroom.batch import ClassGrader, this_machine
    from interview.classroom.plan import finish_batch, plan_batch, refuse_weak_sandbox, run_batch
    from interview.export.class_reports import write_reports
    from interview.screen.batch import live_board, show_batch, show_changes
    from interview.screen.console import show_problems
    from interview.screen.failure import reader_may_leave

    tongue = wanted_language(ctx, lang)
    opened = open_wanted_bank(ctx, bank)
    if scheduler and jobs:
        raise typer.BadParameter(
            _("--jobs: on a cluster the threads of its workers tell: leave it out")
        )
    if assignment and points is not None:
        raise typer.BadParameter(
            _("--points: the assignment says what questions are worth: leave it out")
        )
    ready = open_assignment(assignment, opened) if assignment else None
    where: AbstractContextManager[ClassGrader]
    if scheduler:
        from interview.cluster.class_grader import cluster
        from interview.cluster.scheduler import TlsFiles

        files = TlsFiles(tls_ca, tls_cert, tls_key)
        where = cluster(scheduler, files, insecure, wait, lambda line: show_problems([line]))
    else:
        where = this_machine(jobs)
    with where as grader:
        batch_plan = plan_batch(
            opened, submissions, results, seed, compare, grader, __version__, ready
        )
        show_problems(batch_plan.notes)
        refuse_weak_sandbox(batch_plan.conditions.sandbox, no_sandbox)
        with live_board(batch_plan) as board:
            for entry in run_batch(batch_plan, grader, tongue):
                board.add(entry)
    book, changed = finish_batch(batch_plan, USUAL_POINTS if points is None else points)
    written = write_reports(batch_plan.folder, book, tongue)
    with reader_may_leave():
        show_batch(book, board, written)
        if compare:
            show_changes(changed)
    raise typer.Exit(3 if "judge_error" in book.statuses else 0)
