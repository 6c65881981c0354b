"""`interview autograder`: what Gradescope and GitHub run for every submission, and the run itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from interview import __version__
from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    LangOption,
    language_of_students,
    open_wanted_bank,
    wanted_language,
)
from interview.messages import _


@app.command()
def autograder(
    ctx: typer.Context,
    assignment: Annotated[
        Path, typer.Option(readable=False, help="assignment.yaml; README describes it.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", readable=False, help="The zip; with --github the folder of the repository."
        ),
    ] = None,
    github: Annotated[
        bool,
        typer.Option("--github", help="A workflow for GitHub instead of a zip for Gradescope."),
    ] = False,
    package: Annotated[
        str | None,
        typer.Option(
            help="What pip installs on GitHub: a requirement, or an address; this version else."
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            help="Grade what lies in FOLDER, as the platform does.",
            metavar="FOLDER",
        ),
    ] = None,
    unprotected: Annotated[
        bool, typer.Option("--unprotected", help="Grade where there is no sandbox, too.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="With --github: replace other files; they are kept beside."),
    ] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Make what Gradescope or GitHub Classroom run for every submission."""
    from interview.bank.finding import names_of_banks
    from interview.classroom.alone import told_in
    from interview.classroom.assignment import open_assignment
    from interview.export.autograder import PlatformGrading, write_gradescope_zip
    from interview.export.github import write_github_files
    from interview.screen.console import show_problems
    from interview.screen.written import show_autograder, show_kept_beside, show_package

    wanted_language(ctx, lang)
    opened = open_wanted_bank(ctx, bank)
    ready = open_assignment(assignment, opened)
    tongue = language_of_students(ctx, lang, ready.language)
    ready = told_in(ready, opened, tongue)
    how = PlatformGrading(__version__, tongue, unprotected)
    if run:
        raise typer.Exit(run_here(opened, ready, how, run, github, out))
    if out is None:
        raise typer.BadParameter(_("--out: name the zip, or the folder of the repository"))
    show_problems(ready.notes)
    if github:
        named = names_of_banks(bank or ctx.obj["bank"])
        source = package or f"transformer-interview[notebook]=={__version__}"
        show_kept_beside(write_github_files(out, assignment, ready, how, source, named, force))
    else:
        write_gradescope_zip(out, assignment, ready, how)
    show_autograder(out, github)
    if github and not package:
        show_package(source)


def run_here(bank: Any, ready: Any, how: Any, place: Path, github: bool, out: Path | None) -> int:
    """Grades as the platform does; the exit status."""
    from datetime import UTC, datetime

    from interview.classroom.batch import this_machine
    from interview.export.platform_run import run_github, run_gradescope
    from interview.screen.console import show_problems

    with this_machine(None) as grader:
        if github:
            done = run_github(bank, ready, how, place, out, datetime.now(UTC), grader)
            typer.echo(done.summary, nl=False)
        else:
            done = run_gradescope(bank, ready, how, place, out, grader)
    show_problems(done.told.splitlines())
    return done.status
