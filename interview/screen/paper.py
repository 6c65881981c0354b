"""What is drawn for a terminal, drawn for a page instead: as plain text, and as HTML with the same colours."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

from rich.terminal_theme import TerminalTheme

from interview.screen.console import PipeConsole, drawing_on
from interview.text import inert

PAPER_WIDTH = 100
"""Columns; a page that has fewer can be scrolled."""
GREY = (128, 128, 128)
ON_ANY_GROUND = TerminalTheme(
    (255, 255, 255),
    (0, 0, 0),
    [GREY, (207, 55, 55), (38, 140, 60), (165, 115, 0), (50, 110, 210), (165, 75, 165), (20, 130, 140), GREY],
    [GREY, (207, 55, 55), (38, 140, 60), (165, 115, 0), (50, 110, 210), (165, 75, 165), (20, 130, 140), GREY],
)  # fmt: skip
"""Colours that can be read on white and on black: which of them a notebook is in, nobody tells."""
PAGE = '<pre style="white-space: pre; overflow-x: auto; line-height: 1.35">{code}</pre>'


def drawn_on_paper(show: Callable[[], None]) -> tuple[str, str]:
    """What `show` draws, as plain text and as a piece of HTML; nothing of it goes to the terminal."""
    paper = PipeConsole(
        file=StringIO(), width=PAPER_WIDTH, record=True, force_terminal=False, force_jupyter=False
    )
    with drawing_on(paper):
        show()
    html = paper.export_html(theme=ON_ANY_GROUND, inline_styles=True, code_format=PAGE, clear=False)
    # What is recorded has not gone through the console's own filter.
    text = paper.export_text()
    return inert(text).strip("\n"), inert(html)
