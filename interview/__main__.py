"""`python -m interview`, and the command `interview`."""

from __future__ import annotations

import atexit
import gc
import os
import sys

STREAM_MODES = {"stdin": "r", "stdout": "w", "stderr": "w"}
GARBAGE_THRESHOLD = 50_000
"""New objects after which garbage is looked for: what is imported stays, and looking through it takes a while."""


def main() -> None:
    """Runs the command; what it needs is imported where Ctrl-C is expected already."""
    try:
        if sys.platform == "win32":
            from interview.messages import _

            print(
                _("Windows: not supported as it is: install WSL and run this in it"),
                file=sys.stderr,
            )
            sys.exit(2)
        open_missing_streams()
        gc.set_threshold(GARBAGE_THRESHOLD)
        atexit.register(gc.freeze)  # nor is it looked through when all ends
        from interview.cli import main as command

        command()
    except KeyboardInterrupt:
        from interview.messages import _

        print(_("interrupted"), file=sys.stderr)
        sys.exit(130)


def open_missing_streams() -> None:
    """Opens what was closed of the three standard streams: nothing is read there, and nothing kept.

    Else there would be no such stream, and whatever is opened next, a socket or the history, would
    take its number.
    """
    for number, (name, mode) in enumerate(STREAM_MODES.items()):
        try:
            os.fstat(number)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free is this one
            os.set_inheritable(null, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
