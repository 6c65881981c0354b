"""Reading the files of a bank."""

from __future__ import annotations

from pathlib import Path

from interview.bank.heads import path_from_here
from interview.errors import QuestionError


def read_bank_file(path: Path, missing: str = "write it") -> str:
    """The text of a file of the bank; raises QuestionError, with what to do, where it can't be had."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problem = f"{path_from_here(path)}: missing: {missing}"
    except UnicodeDecodeError as error:
        problem = f"{path_from_here(path)}: not UTF-8 text at byte {error.start}: save it as UTF-8"
    except OSError as error:
        problem = f"{path_from_here(path)}: cannot be read: {error.strerror}: make it a file"
    raise QuestionError([problem])
