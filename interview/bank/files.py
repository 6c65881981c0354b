"""Reading the files of a bank: whatever lies in their place, it is measured before it is looked at."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from interview.bank.heads import path_from_here
from interview.errors import QuestionError

LARGEST_BANK_FILE = 2**20
"""Of one file; the largest of the bundled bank has forty thousand."""


def read_bank_file(path: Path, missing: str = "write it") -> str:
    """The text of a file of the bank; raises QuestionError, with what to do, where it can't be had."""
    data = read_bank_bytes(path, missing)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 text from byte {error.start} of the file on: save it as UTF-8"
        raise unusable_line(path, data, error.start, what) from None
    if "\0" in text:
        what = "holds NUL bytes, so it is no text: save it as UTF-8"
        raise unusable_line(path, data, data.index(b"\0"), what)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bank_bytes(path: Path, missing: str = "write it") -> bytes:
    """The same as bytes."""
    try:
        data = read_start(path, LARGEST_BANK_FILE + 1)
    except FileNotFoundError:
        raise unusable_file(path, f"missing: {missing}") from None
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or error
        raise unusable_file(path, f"cannot be read: {what}: make it a file") from None
    if len(data) > LARGEST_BANK_FILE:
        raise unusable_file(
            path, f"larger than {LARGEST_BANK_FILE // 1024} KiB: is it the right file?"
        )
    return data


def read_start(path: Path, size: int) -> bytes:
    """The first so many bytes of a regular file; raises OSError, for anything else as well."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # or a FIFO would be waited for
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(size)


def unusable_file(path: Path, problem: str) -> QuestionError:
    return QuestionError([f"{path_from_here(path)}: {problem}"])


def unusable_line(path: Path, data: bytes, place: int, problem: str) -> QuestionError:
    """The same with the line in which a byte stands."""
    line = len((data[:place] + b".").splitlines())
    return QuestionError([f"{path_from_here(path)}:{line}: {problem}"])
