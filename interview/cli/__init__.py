"""The command line: `interview` and everything after it."""

from __future__ import annotations

import sys

from interview.cli.app import app
from interview.cli.commands import define_commands
from interview.screen.encoding import tolerate_encodings


def main() -> None:
    """The command `interview`."""
    tolerate_encodings()
    define_commands("".join(sys.argv[1:2]))
    app()
