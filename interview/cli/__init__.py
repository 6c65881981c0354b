"""The command line: `interview` and everything after it."""

from __future__ import annotations

from interview.cli import asking, interviewing, learning, remembering, teaching, tending
from interview.cli.common import app
from interview.screen.encoding import tolerate

__all__ = [
    "app",
    "asking",
    "interviewing",
    "learning",
    "main",
    "remembering",
    "teaching",
    "tending",
]


def main() -> None:
    """The command `interview`."""
    tolerate()
    app()
