"""A notebook -> one Python text: its code cells below each other, and what was left out of them, as comments.

Each cell begins with a comment, `# %% cell 3`, and keeps its number of lines; so a line of the text is told as
a cell and a line of it (`in_cells`), wherever the text was graded. What was left out stands behind, as JSON.

`nbformat` reads all versions of the format and knows what is no notebook. It is given only what the code is read
from, so that what else a foreign file holds, and how much and how deep, costs nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from interview.errors import UsageError
from interview.grading.client import cell_compiler
from interview.grading.client.source import MAX_SOURCE_BYTES, NotText
from interview.messages import _
from interview.model.cells import CELL_MARK

MAX_NOTEBOOK_BYTES = 8 * 1024 * 1024
"""Pictures and tables that a notebook shows are in the file."""
MOST_CELLS = 1000
COMPILE_SECONDS = 20.0
FUTURE_IMPORT = re.compile(r"^from __future__ import [\w, ]+$", re.M)
CELL_KEYS = ("cell_type", "source", "input", "language")
"""What is read of a cell; `input` and `language` are of older versions."""


def code_of_notebook(data: bytes) -> str:
    """The text of its code cells; raises NotText if it is none, UsageError where nbformat is missing."""
    sources = cells_of_notebook(data)
    if not any(source.strip() for source in sources.values()):
        raise NotText(_("a notebook without code"))
    cleaned = compiled_cells(list(sources.values()))
    parts = future_imports(sources.values())
    for number, (text, left_out) in zip(sources, cleaned, strict=True):
        mark = f"{CELL_MARK} {number}"
        told = json.dumps(left_out) if left_out else ""
        parts.append(f"{mark} {told}".rstrip() + "\n" + FUTURE_IMPORT.sub("", text))
    return "\n".join(parts) + "\n"


def future_imports(sources: Iterable[str]) -> list[str]:
    """The lines that Python wants before all else, of whichever cells."""
    return list(
        dict.fromkeys(m[0].strip() for text in sources for m in FUTURE_IMPORT.finditer(text))
    )


def cells_of_notebook(data: bytes) -> dict[int, str]:
    """The code cells by their number among all cells; raises as `code_of_notebook`."""
    notebook = upgraded_notebook(reduced_notebook(json_of_notebook(data)))
    cells = {
        number: str(cell["source"]).replace("\r\n", "\n").replace("\r", "\n")
        for number, cell in enumerate(notebook["cells"], 1)
        if cell["cell_type"] == "code"
    }
    if sum(len(text.encode("utf-8", "replace")) for text in cells.values()) > MAX_SOURCE_BYTES:
        text = _("a notebook with more than {size} KiB of code: that is no answer to an exercise")
        raise NotText(text.format(size=MAX_SOURCE_BYTES // 1024))
    return cells


def json_of_notebook(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise NotText(_("an empty file"))
    if len(data) > MAX_NOTEBOOK_BYTES:
        text = _("a notebook larger than {size} MiB: clear its outputs and save it again")
        raise NotText(text.format(size=MAX_NOTEBOOK_BYTES // 2**20))
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotText(_("a notebook that cannot be read: it is no JSON")) from None
    if not isinstance(told, dict):
        raise NotText(_("a notebook that cannot be read: it holds no cells"))
    return told


def reduced_notebook(told: dict[str, Any]) -> dict[str, Any]:
    """The same with nothing but versions, and of cells what code is read from; all of the types it should have."""
    sheets = told.get("worksheets")
    version = {"nbformat": told.get("nbformat"), "nbformat_minor": told.get("nbformat_minor", 0)}
    if not all(type(number) is int and 0 <= number < 100 for number in version.values()):
        raise NotText(_("a notebook that cannot be read: it tells no version"))
    if isinstance(sheets, list):
        cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in cells_in(sheet)]
        return {
            **version,
            "metadata": {"name": ""},
            "worksheets": [{"cells": cells, "metadata": {}}],
        }
    return {**version, "metadata": {}, "cells": cells_in(told)}


def cells_in(told: dict[str, Any]) -> list[dict[str, Any]]:
    cells = told.get("cells")
    if not isinstance(cells, list):
        raise NotText(_("a notebook that cannot be read: it holds no cells"))
    if len(cells) > MOST_CELLS:
        text = _("a notebook with more than {count} cells")
        raise NotText(text.format(count=MOST_CELLS))
    return [reduced_cell(number, cell) for number, cell in enumerate(cells, 1)]


def reduced_cell(number: int, cell: Any) -> dict[str, Any]:
    text = _("a notebook that cannot be read: cell {number} is none")
    if not isinstance(cell, dict):
        raise NotText(text.format(number=number))
    kept = {name: cell[name] for name in CELL_KEYS if name in cell}
    for name in ("source", "input"):
        if isinstance(kept.get(name), list) and all(isinstance(s, str) for s in kept[name]):
            kept[name] = "".join(kept[name])
    if not all(isinstance(value, str) for value in kept.values()) or "cell_type" not in kept:
        raise NotText(text.format(number=number))
    if kept["cell_type"] != "code":
        return {"cell_type": "markdown", "source": "", "metadata": {}}
    if not kept.keys() & {"source", "input"}:
        raise NotText(text.format(number=number))
    runs: dict[str, Any] = {"execution_count": None} if "source" in kept else {}
    return {**kept, "metadata": {}, "outputs": [], **runs}


def upgraded_notebook(told: dict[str, Any]) -> dict[str, Any]:
    """In the version of today; raises NotText if nbformat finds it to be no notebook."""
    require_nbformat()
    import nbformat  # the extra `notebook`

    try:
        if told["nbformat"] == 4:  # as of 4.4: cells have had ids since, which nobody needs here
            told["nbformat_minor"] = min(told["nbformat_minor"], 4)
        notebook = nbformat.convert(nbformat.from_dict(told), 4)
        nbformat.validate(notebook)
    except Exception as error:  # of many kinds
        reason = str(error).partition("\n")[0][:200] or type(error).__name__
        text = _("a notebook that cannot be read: {error}")
        raise NotText(text.format(error=reason)) from None
    return dict(notebook)


def require_nbformat() -> None:
    """Raises UsageError where what reads notebooks is not installed."""
    if find_spec("nbformat") is None:
        text = _(
            "a notebook, and what reads notebooks is not installed: "
            "run `pip install 'transformer-interview[notebook]'`"
        )
        raise UsageError(text)


def compiled_cells(sources: list[str]) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """Each cell's text without what is no Python, and what was left out; raises NotText.

    Compiled in a process of its own: a text may be deep enough to end the one that compiles it.
    """
    command = [sys.executable, "-I", "-S", cell_compiler.__file__]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(sources).encode(),
            capture_output=True,
            timeout=COMPILE_SECONDS,
        )
        return [(str(told["text"]), list(told["left_out"])) for told in json.loads(done.stdout)]
    except (ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
        raise NotText(_("a notebook whose cells cannot be compiled")) from None
