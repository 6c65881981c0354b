"""The learner's exercise files: written from stubs, recognised, set aside, never overwritten."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from interview.bank import Bank
from interview.bank.files import read_bank_file
from interview.bank.question_of_file import START_BYTES, recognise_question
from interview.errors import UsageError
from interview.grading.client.source import read_at_most, unreadable
from interview.messages import _
from interview.model.question import Card

SET_ASIDE_FOLDER = "set-aside"


@dataclass(frozen=True)
class ExerciseFile:
    """An exercise file and the question it answers."""

    card: Card
    path: Path


def exercises_folder() -> Path:
    """Where exercise files live: `exercises/` here, or what INTERVIEW_EXERCISES names."""
    return Path(os.environ.get("INTERVIEW_EXERCISES", "exercises"))


def exercise_path(card: Card) -> Path:
    return exercises_folder() / f"{card.slug}.py"


def write_stub(card: Card) -> tuple[Path, bool]:
    """The exercise file, and whether it was written just now; an existing file is left as it is."""
    path = exercise_path(card)
    stub = read_bank_file(card.stub)
    with tell_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(stub)
        except FileExistsError:
            return path, False
    return path, True


def is_stub(path: Path, card: Card) -> bool:
    """Whether the file is the stub as it came; no where that can't be told."""
    try:
        return path.read_bytes() == card.stub.read_bytes()
    except OSError:
        return False


@contextmanager
def tell_write_errors(path: Path) -> Iterator[None]:
    """What cannot be written in this block is told as one line."""
    try:
        yield
    except OSError as error:
        text = _(
            "{path}: cannot be written: {error}: go to a folder of your own, "
            "or set INTERVIEW_EXERCISES"
        )
        raise UsageError(text.format(path=path, error=error.strerror)) from None


def restore_stub(card: Card) -> tuple[Path, Path | None]:
    """A fresh stub; what was written is moved to `set-aside/` and its new place is told."""
    path = exercise_path(card)
    try:
        written = path.exists() and path.read_bytes() != card.stub.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None
    kept = set_attempt_aside(path) if written else None
    write_stub(card)
    return path, kept


def set_attempt_aside(path: Path) -> Path:
    """Moves a file to `set-aside/` beside it, to a name that no other has."""
    folder = path.parent / SET_ASIDE_FOLDER
    kept = folder / f"{path.stem}.{datetime.now():%Y%m%d-%H%M%S-%f}.py"
    try:
        folder.mkdir(exist_ok=True)
        path.rename(kept)
    except OSError as error:
        text = _("{path}: cannot be set aside: {error}: {folder} must be a folder you may write in")
        raise UsageError(text.format(path=path, error=error.strerror, folder=folder)) from None
    return kept


def started_exercises(bank: Bank) -> list[ExerciseFile]:
    """All exercise files that were started, in the bank's order."""
    exercises = [ExerciseFile(card, exercise_path(card)) for card in bank.cards]
    return [exercise for exercise in exercises if exercise.path.is_file()]


def exercises_to_grade(bank: Bank, texts: Iterable[str]) -> list[ExerciseFile]:
    """Files, ids, numbers or slugs -> exercise files; nothing -> everything started."""
    chosen = [find_exercise(bank, text) for text in texts]
    if chosen:
        return chosen
    exercises = started_exercises(bank)
    if not exercises:
        message = _("{path}: nothing started yet: run `interview start 1`")
        raise UsageError(message.format(path=exercises_folder()))
    return exercises


def find_exercise(bank: Bank, text: str) -> ExerciseFile:
    path = Path(text)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        mode = 0
    except OSError as error:
        raise unreadable(path, error) from None
    if stat.S_ISREG(mode):
        return ExerciseFile(
            recognise_question(bank, str(path), read_at_most(path, START_BYTES)), path
        )
    if mode:
        message = _("{path}: expected a file, got something else: name a .py file")
        if stat.S_ISDIR(mode):
            message = _("{path}: expected a file, got a folder: name a .py file")
        raise UsageError(message.format(path=text))
    if path.suffix or len(path.parts) > 1:
        message = _("{path}: no such file: check the name, or give a question's number")
        raise UsageError(message.format(path=text))
    card = bank.find(text)
    if not exercise_path(card).is_file():
        message = _("{path}: not started yet: run `interview start {number}`")
        raise UsageError(message.format(path=exercise_path(card), number=card.number))
    return ExerciseFile(card, exercise_path(card))
