"""What there is to see while exercise files are watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interview.model.question import Card
from interview.model.verdict import Verdict


@dataclass(frozen=True)
class WatchView:
    """What there is to see: the exercise in hand, its verdict, and what a key asked for."""

    card: Card
    path: Path
    passed: frozenset[str]
    cards: list[Card]
    hints_seen: int
    verdict: Verdict | None = None
    judged: Card | None = None
    """The question the verdict is about; after a pass it is the one before."""
    panel: str = ""
    """"question", "hint", "diff", "list" or "reset"."""
    lines: tuple[str, ...] = ()
    """The lines of a diff, or where a reset kept the old file."""
    note: str = ""
    """How the folder is watched, where that is news."""
    problem: str = ""
    """What keeps the exercise from being written, in one line."""
