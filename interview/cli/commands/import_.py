"""`interview import`: an exported history, added to this one."""

from __future__ import annotations

from pathlib import Path

import typer

from interview.cli.app import app


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
