"""A wrong matrix beside the expected one in the terminal: three pictures in a row where they fit."""

from __future__ import annotations

from itertools import zip_longest

from rich.text import Text

from interview.messages import _
from interview.model.picture import HeatMap, said
from interview.model.verdict import Matrices
from interview.screen.console import foreign_text, out, show_indented
from interview.screen.picture import heat_lines
from interview.wording.matrices import heat_maps, matrices_heading

MATRIX_INDENT, MATRIX_GAP = 4, 3
WIDEST_LABEL = 2


def show_matrices(told: Matrices) -> None:
    maps = heat_maps(told)
    show_indented(foreign_text(matrices_heading(told), "bold"), 2)
    room = (out().width - MATRIX_INDENT - (len(maps) - 1) * MATRIX_GAP) // len(maps)
    if len(told.expected[0]) + WIDEST_LABEL + 1 <= room:
        show_row_of_maps(maps, room)
    else:
        for one in maps:
            show_row_of_maps([one], out().width - MATRIX_INDENT)
    if out().color_system is not None:
        text = _("blue is more than 0, orange less; the difference has a scale of its own")
    else:
        text = _("the darker the character, the more; the difference has a scale of its own")
    show_indented(Text(text, style="bright_black"), MATRIX_INDENT)


def show_row_of_maps(maps: list[HeatMap], room: int) -> None:
    """`room`: the columns that each may take."""
    blocks = [[Text(said(one.title, "en"), "bold"), *heat_lines(one, "en", room)] for one in maps]
    widths = [max(line.cell_len for line in block) for block in blocks]
    for row in zip_longest(*blocks, fillvalue=Text()):
        line = Text(" " * MATRIX_INDENT)
        for cell, width in zip(row, widths, strict=True):
            line.append_text(cell).append(" " * (width - cell.cell_len + MATRIX_GAP))
        line.right_crop(MATRIX_GAP)
        if out().color_system is None:
            line.rstrip()
        out().print(line, no_wrap=True, overflow="crop", crop=True)
