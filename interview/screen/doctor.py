"""What `interview doctor` found."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.text import Text

from interview.messages import _
from interview.practice.doctor import Fact
from interview.screen.console import foreign_text, out

FACT_NAME_WIDTH = 10
"""Columns, of which a Chinese character takes two."""


def show_fact(fact: Fact) -> None:
    mark, style = ("✓", "green") if fact.well else ("✗", "red")
    name = set_cell_size(_(fact.name), FACT_NAME_WIDTH)
    line = (
        Text(f"{mark} ", style=style)
        .append(name, style="bold")
        .append_text(foreign_text(fact.value))
    )
    out().print(line, soft_wrap=True)
