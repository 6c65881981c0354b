"""The cell below `%%grade` -> the text that is graded: what only a notebook understands is left out, and told."""

from __future__ import annotations

import re
from typing import Any

from interview.grading.client.notebook import compiled_cells
from interview.messages import _
from interview.model.verdict import Finding

OF_NOTEBOOKS = re.compile(r"^\s*[%!]|=\s*[%!]|\?\s*$", re.M)
"""Where there may be a magic, a shell line or a question mark. Compiling the cell, which takes a while, tells."""
FIRST_LINE_OF_CELL = "# %%grade\n"
"""In the place of the magic, so that lines are counted as the notebook counts them."""
LinesLeftOut = list[dict[str, Any]]


def as_written(cell: str) -> tuple[str, LinesLeftOut]:
    """The text to grade, and what of the cell is not in it; a cell that does not compile is graded as it is."""
    left_out: LinesLeftOut = []
    if not cell.strip():
        return "", left_out
    if OF_NOTEBOOKS.search(cell):
        ((text, found),) = compiled_cells([cell])
        if all(item["kind"] == "cell_line" for item in found):
            cell, left_out = text, found
    return FIRST_LINE_OF_CELL + cell, left_out


def notes_on_cell(left_out: LinesLeftOut) -> tuple[Finding, ...]:
    """A note on each line that was left out."""
    text = _("line {line} is no Python and is left out: {text}")
    return tuple(
        Finding(
            "notebook",
            "told",
            {"message": text.format(line=item["line"] + 1, text=item["text"]), "details": []},
        )
        for item in left_out
    )
