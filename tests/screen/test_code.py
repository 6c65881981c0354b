"""Code on a terminal: whole, however narrow that is."""

from __future__ import annotations

import io

import pytest
from rich.text import Text

from interview.screen.console import PipeConsole, drawing_on, show_code

SOURCE = """def attend(query, key, value, mask=None):
    # A line that is longer than most terminals are wide: (B, T, D), (B, S, D) -> (B, T, D) -> (B, H, T, d)
    return "a text with spaces in it, which nobody may break: what is copied has to run", mask
"""


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_cut_or_broken(width):
    file = io.StringIO()
    with drawing_on(PipeConsole(file=file, force_terminal=True, width=width)):
        show_code(SOURCE)
    assert Text.from_ansi(file.getvalue()).plain.rstrip() == SOURCE.rstrip()
