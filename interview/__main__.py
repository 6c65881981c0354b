"""`python -m interview`, and the command `interview`."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command; what it needs is imported where Ctrl-C is expected already."""
    try:
        from interview.cli import main as command

        command()
    except KeyboardInterrupt:
        from interview.messages import _

        print(_("interrupted"), file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
