"""What there is to see while exercise files are watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.practice.exercise.beside import BesideSection
from interview.practice.exercise.idioms import Idiom


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
    """The question the verdict is about."""
    panel: str = ""
    """"question", "hint", "diff", "list", "reset", "editors", "solution", "compare" or "answer"."""
    lines: tuple[str, ...] = ()
    """The lines of a diff, where a reset kept the old file, or the editors to choose from."""
    beside: tuple[BesideSection, ...] = ()
    """What was accepted beside the reference."""
    done: bool = False
    """Whether the exercise in hand was accepted just now."""
    seconds: float | None = None
    """How long that took, if it is known."""
    idiom: Idiom | None = None
    """What an interviewer would ask about in what was accepted just now."""
    written: bool = True
    """Whether there is a file of the exercise in hand."""
    note: str = ""
    """How the folder is watched, where that is news."""
    problem: str = ""
    """What keeps the exercise from being written, in one line."""
