"""What the demonstrations show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from rich.text import Text

from interview.screen.console import foreign_text, out

SIMILARITY_BAR_WIDTH = 20


def show_similarities(sentences: Sequence[str], matrix: list[list[float]]) -> None:
    """Every pair of sentences, the most alike first."""
    pairs = sorted(combinations(range(len(sentences)), 2), key=lambda p: -matrix[p[0]][p[1]])
    for a, b in pairs:
        value = matrix[a][b]
        filled = round(SIMILARITY_BAR_WIDTH * min(max(value, 0.0), 1.0))
        bar = Text("━" * filled, "green")
        bar.append("╌" * (SIMILARITY_BAR_WIDTH - filled), "bright_black")
        out().print(bar.append(f" {value:6.3f}"))
        out().print(foreign_text(f"    {sentences[a]}"), soft_wrap=True)
        out().print(foreign_text(f"    {sentences[b]}"), soft_wrap=True)
