"""`interview import`: an exported history, added to this one."""

from __future__ import annotations

from pathlib import Path

import typer

from interview.cli.app import app
from interview.cli.options import LangOption


@app.command("import")
def import_(ctx: typer.Context, file: Path, lang: LangOption = None) -> None:
    """Add the history of an exported file to yours; what is there already is not added again."""
    from datetime import UTC, datetime

    from interview.export.history import rows_from_lines
    from interview.files import read_lines
    from interview.history.store import Store
    from interview.history.transfer import merge_rows
    from interview.practice.memory.scheduling import memory_after_past_review
    from interview.screen.written import show_import

    new_rows = rows_from_lines(read_lines(file), str(file), datetime.now(UTC))
    show_import(merge_rows(Store(), new_rows, memory_after_past_review))
