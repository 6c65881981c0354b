"""Waiting for a verdict in the middle of a conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview.model.card import Card
    from interview.model.verdict import Verdict
    from interview.practice.exercise.until_accepted import Grade


def patiently(grade: Grade) -> Grade:
    """Grades under a spinner."""
    from interview.messages import _
    from interview.screen.console import spinner

    def graded(card: Card, path: Path) -> Verdict:
        with spinner(_("grading {path}").format(path=path)):
            return grade(card, path)

    return graded
