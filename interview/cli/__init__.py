"""The command line: `interview` and everything after it."""

from __future__ import annotations

import os

from interview.cli import asking, interviewing, learning, remembering, teaching, tending
from interview.cli.common import app

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
    os.environ.setdefault("PYTHONUTF8", "1")
    app()
