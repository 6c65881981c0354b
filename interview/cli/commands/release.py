"""`interview release`: what students are handed out for an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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


@app.command()
def release(
    ctx: typer.Context,
    assignment: Annotated[
        Path, typer.Argument(readable=False, help="assignment.yaml; README describes it.")
    ],
    out: Annotated[
        Path, typer.Option("--out", readable=False, metavar="FOLDER", help="Where it is written.")
    ],
    notebook: Annotated[
        bool, typer.Option("--notebook", help="Each stub as a notebook, too.")
    ] = False,
    package: Annotated[
        str | None, typer.Option(help="What students install with pip; this version else.")
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace other files; they are kept beside."),
    ] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Write what students are handed out: stubs, tasks and a README; nothing of the solutions."""
    from interview.bank.finding import names_of_banks
    from interview.classroom.assignment import open_assignment
    from interview.export.release import HandOut, released_files
    from interview.files import hand_out_files
    from interview.grading.client.notebook import require_nbformat
    from interview.practice.exercise.stubs import stub_text
    from interview.screen.console import show_problems
    from interview.screen.written import show_kept_beside, show_package, show_written

    if notebook:
        require_nbformat()
    wanted_language(ctx, lang)
    opened = open_wanted_bank(ctx, bank)
    ready = open_assignment(assignment, opened)
    tongue = language_of_students(ctx, lang, ready.language)
    named = names_of_banks(bank or ctx.obj["bank"])
    local = not any(Path(name).expanduser().is_dir() for name in named)
    requirement = (
        package or f"transformer-interview{'[notebook]' if notebook else ''}=={__version__}"
    )
    how = HandOut(tongue, notebook, requirement, named, local)
    files = released_files(opened, ready, how, stub_text)
    kept = hand_out_files({out / path: text for path, text in files.items()}, force)
    show_problems(ready.notes)
    show_kept_beside(kept)
    show_written([out])
    if local and not package:
        show_package(requirement)
