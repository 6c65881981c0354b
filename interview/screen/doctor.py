"""What `interview doctor` found."""

from __future__ import annotations

from rich.text import Text

from interview.practice.doctor import Fact
from interview.screen.console import foreign, out


def show_fact(fact: Fact) -> None:
    mark, style = ("✓", "green") if fact.well else ("✗", "red")
    line = Text(f"{mark} ", style=style).append(f"{fact.name:<10}", style="bold")
    line.append_text(foreign(fact.value))
    if fact.remedy:
        line.append_text(foreign(f": {fact.remedy}"))
    out().print(line, soft_wrap=True)
