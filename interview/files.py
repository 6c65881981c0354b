"""Files that are exported: written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _

LONGEST_LINE = 16 * 2**20
"""Characters; what is longer is no line of ours, and may have no end, as `/dev/zero` has none."""


def write_file(path: Path, text: str) -> None:
    """Writes a file; one that was there before is replaced only once the new one is complete."""
    with exported_file(path) as place:
        place.write_text(text, encoding="utf-8")


@contextmanager
def exported_file(path: Path) -> Iterator[Path]:
    """A place to write to in this block; afterwards the file is there. Raises UsageError."""
    try:
        with whole_file(path) as place:
            yield place
    except OSError as error:
        told = _("{path}: cannot be written: {error}: name another place")
        raise UsageError(told.format(path=path, error=error.strerror or error)) from None


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The same for who has more to say than that it cannot be written: raises OSError."""
    place = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        os.close(descriptor)
        place = Path(name)
        yield place
        place.chmod(0o666 & ~current_umask())
        place.replace(path)
    finally:
        if place is not None:
            with suppress(OSError):
                place.unlink()


def current_umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a file one after another; raises UsageError."""
    try:
        with path.open(encoding="utf-8") as file:
            while line := file.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    told = _("{path}: a line without end: is it a file of `interview export`?")
                    raise UsageError(told.format(path=path))
                yield line
    except OSError as error:
        told = _("{path}: cannot be read: {error}: check the name")
        raise UsageError(told.format(path=path, error=error.strerror)) from None
    except UnicodeDecodeError:
        told = _("{path}: not UTF-8 text: is it a file of `interview export`?")
        raise UsageError(told.format(path=path)) from None
