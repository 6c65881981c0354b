"""Where exercise files lie, and what lies there: every command learns it here, so that all say the same."""

from __future__ import annotations

import os
from pathlib import Path

from interview.bank import Bank
from interview.errors import UsageError
from interview.grading.client.source import (
    MAX_SOURCE_BYTES,
    missing,
    read_regular_file,
    unreadable,
)
from interview.homes import with_home
from interview.messages import _
from interview.model.card import Card
from interview.model.cells import NOTEBOOK_SUFFIX
from interview.practice.exercise.stubs import is_stub_as_handed_out


def exercises_folder() -> Path:
    """Where exercise files live: `exercises/` here, or what INTERVIEW_EXERCISES names."""
    named = os.environ.get("INTERVIEW_EXERCISES")
    return with_home(named, f"INTERVIEW_EXERCISES={named}") if named else Path("exercises")


def exercise_path(card: Card) -> Path:
    return exercises_folder() / card.exercise_place


def attempt_path(card: Card) -> Path:
    """Where the attempt stands: the exercise file, or a notebook of its name if that was saved later."""
    path = exercise_path(card)
    notebook = path.with_suffix(NOTEBOOK_SUFFIX)
    try:
        if notebook.is_file() and (
            is_stub(path, card)
            or not path.is_file()
            or notebook.stat().st_mtime_ns > path.stat().st_mtime_ns
        ):
            return notebook
    except OSError:  # it has just gone
        pass
    return path


def attempt_at(path: Path) -> bytes | None:
    """What stands at `path`, as much as an attempt may have and a byte more; None if nothing is there.

    An empty file is one that was never written. Raises UsageError if there is anything but a file that
    can be read, or a link to one.
    """
    try:
        data = read_regular_file(path, MAX_SOURCE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise missing(path) from None
        return None
    except OSError as error:
        raise unreadable(path, error) from None
    if data is None:
        text = _("{path}: expected a file, got something else: move it out of the way")
        if path.is_dir():
            text = _("{path}: expected a file, got a folder: move it out of the way")
        raise UsageError(text.format(path=path))
    return data


def is_stub(path: Path, card: Card) -> bool:
    """Whether the file is the stub as it came; no where that can't be told."""
    try:
        data = attempt_at(path)
        return data is not None and is_stub_as_handed_out(data, card)
    except (OSError, UsageError):
        return False


def is_begun(card: Card) -> bool:
    """Whether there is an exercise file, or a notebook, with something in it."""
    try:
        return bool(attempt_at(attempt_path(card)))
    except UsageError:
        return False


def misplaced_things(bank: Bank) -> list[str]:
    """A line on each thing that stands where an exercise file should and is none."""
    problems = []
    for card in bank.cards:
        try:
            attempt_at(exercise_path(card))
        except UsageError as error:
            problems.append(str(error))
    return list(dict.fromkeys(problems))
