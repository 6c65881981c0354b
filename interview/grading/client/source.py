"""An attempt's file -> its source text, read once and only as text; or why it is no text."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _
from interview.model.cells import is_notebook

MAX_SOURCE_BYTES = 256 * 1024


class NotText(ValueError):
    """The file can't be an attempt: empty, too large, or not text."""


def read_source(path: Path) -> str:
    """The source text, of a notebook that of its code; raises UsageError if there is no such file, NotText
    if it is no text.

    What is opened is read once and used for everything, so that a file swapped meanwhile changes nothing.
    """
    if is_notebook(path.name):
        # Imported here: few attempts are notebooks.
        from interview.grading.client.notebook import MAX_NOTEBOOK_BYTES, code_of_notebook

        return code_of_notebook(read_at_most(path, MAX_NOTEBOOK_BYTES + 1))
    return decode_source(read_at_most(path, MAX_SOURCE_BYTES + 1))


def read_at_most(path: Path, size: int) -> bytes:
    """At most so many bytes of a regular file; raises UsageError."""
    try:
        data = read_regular_file(path, size)
    except FileNotFoundError:
        raise missing(path) from None
    except OSError as error:
        raise unreadable(path, error) from None
    if data is None:
        text = _("{path}: expected a file, got something else: name a .py file")
        if path.is_dir():
            text = _("{path}: expected a file, got a folder: name a .py file")
        raise UsageError(text.format(path=path))
    return data


def read_regular_file(path: Path, size: int, flags: int = 0) -> bytes | None:
    """At most so many bytes of a file, opened once; None if it is something else. Raises OSError."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | flags)
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP):  # a socket, a dead device
            return None
        raise
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        with os.fdopen(fd, "rb", closefd=False) as file:
            return file.read(size)
    finally:
        os.close(fd)


def missing(path: Path) -> UsageError:
    """The line on a file that is not there, or only as a link."""
    if path.is_symlink():
        text = _(
            "{path}: a link to {target}, where nothing is: bring that back, or remove the link"
        )
        return UsageError(text.format(path=path, target=os.readlink(path)))
    text = _("{path}: no such file: check the name, or run `interview start`")
    return UsageError(text.format(path=path))


def unreadable(path: Path, error: OSError) -> UsageError:
    text = _("{path}: cannot be read: {error}: check the name and its permissions")
    return UsageError(text.format(path=path, error=error.strerror))


def decode_source(data: bytes) -> str:
    """Bytes as source text; a byte order mark and Windows line ends are fine. Raises NotText."""
    if not data.strip():
        raise NotText(
            _("the file is empty: `interview reset` with the number brings the stub back")
        )
    if len(data) > MAX_SOURCE_BYTES:
        reason = _("the file is larger than {size} KiB: that is no answer to an exercise")
        raise NotText(reason.format(size=MAX_SOURCE_BYTES // 1024))
    if b"\0" in data:
        raise NotText(_("the file holds NUL bytes: it is no Python source"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = _("the file is not UTF-8 text (byte {place}): save it as UTF-8")
        raise NotText(reason.format(place=error.start)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
