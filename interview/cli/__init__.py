"""The command line: `interview` and everything after it."""

from __future__ import annotations

import sys

from interview.cli.app import app
from interview.cli.commands import define
from interview.screen.encoding import tolerate


def main() -> None:
    """The command `interview`."""
    tolerate()
    define("".join(sys.argv[1:2]))
    app()
