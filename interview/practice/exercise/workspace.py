"""The learner's exercise files: written from stubs, recognised, set aside, never overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from interview.bank import Bank
from interview.bank.defined_names import questions_of_notebook
from interview.bank.question_of_file import START_BYTES, card_of_name, recognise_question
from interview.errors import UsageError
from interview.files import as_bytes, cannot_write, keep_under, whole_file, write_new_file
from interview.grading.client.source import NotText, read_at_most, read_source, unreadable
from interview.messages import _
from interview.model.card import Card
from interview.model.cells import is_notebook
from interview.practice.exercise.places import (
    attempt_at,
    attempt_path,
    exercise_path,
    exercises_folder,
    is_stub,
    misplaced_things,
)
from interview.practice.exercise.stubs import stub_text

SET_ASIDE_FOLDER = "set-aside"


@dataclass(frozen=True)
class ExerciseFile:
    """An exercise file and the question it answers."""

    card: Card
    path: Path


def write_stub(card: Card, lang: str | None = None) -> tuple[Path, bool]:
    """The exercise file, and whether it was written just now; one in which anything stands is left as it is.

    lang: of the task in it; without one if None. Raises UsageError if something else is in its place.
    """
    path, stub = exercise_path(card), stub_text(card, lang)
    return path, not attempt_at(path) and put_attempt(path, stub)


def restore_stub(card: Card, lang: str | None = None) -> tuple[Path, Path | None]:
    """A fresh stub; what was written is kept in `set-aside/`, and that place is told."""
    path, stub = exercise_path(card), stub_text(card, lang)
    if is_stub(path, card):
        put_attempt(path, stub)
        return path, None
    return path, replace_attempt(path, stub)


def replace_attempt(path: Path, text: str) -> Path | None:
    """Writes a file to work on; what stood there is kept in `set-aside/` first, at the place returned.

    Where one of both fails, what stood there stays. Raises UsageError.
    """
    data = attempt_at(path)
    kept = set_attempt_aside(path) if data and data != as_bytes(text) else None
    try:
        written = put_attempt(path, text)
    except BaseException:
        if kept and attempt_at(path) == data:  # it stands where it stood
            kept.unlink(missing_ok=True)
        raise
    return kept if written else replace_attempt(path, text)


def put_attempt(path: Path, text: str) -> bool:
    """Writes a file to work on; not if there was none and one has appeared meanwhile. Raises UsageError."""
    nothing = attempt_at(path) is None
    with tell_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if nothing:
            return write_new_file(path, text)
        with whole_file(path) as file:
            file.write(as_bytes(text))
    return True


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
        raise cannot_write(path, error, text) from None


def set_attempt_aside(path: Path) -> Path:
    """Keeps a file in `set-aside/` beside it, under a name that no other has; it also stays where it is."""
    folder = path.parent / SET_ASIDE_FOLDER
    kept = folder / f"{path.stem}.{datetime.now():%Y%m%d-%H%M%S-%f}.py"
    try:
        folder.mkdir(exist_ok=True)
        keep_under(kept, path)
    except OSError as error:
        text = _("{path}: cannot be set aside: {error}: {folder} must be a folder you may write in")
        raise cannot_write(path, error, text, folder=folder) from None
    return kept


def exercises_to_grade(bank: Bank, texts: Iterable[str]) -> tuple[list[ExerciseFile], list[str]]:
    """Files, ids, numbers or slugs -> exercise files, and a line on each that is none; nothing -> all started.

    Raises UsageError if there is nothing to grade.
    """
    exercises, problems = [], []
    for text in texts:
        try:
            exercises += find_exercises(bank, text)
        except UsageError as error:
            problems.append(str(error))
    if not (exercises or problems):
        exercises, problems = started_exercises(bank), misplaced_things(bank)
    if exercises:
        return exercises, problems
    message = _("{path}: nothing started yet: run `interview start 1`")
    raise UsageError(*(problems or [message.format(path=exercises_folder())]))


def started_exercises(bank: Bank) -> list[ExerciseFile]:
    """All exercise files that were started, in the bank's order."""
    started = []
    for card in bank.cards:
        with suppress(UsageError):
            if attempt_at(attempt_path(card)) is not None:
                started.append(ExerciseFile(card, attempt_path(card)))
    return started


def find_exercises(bank: Bank, text: str) -> list[ExerciseFile]:
    """As `find_exercise`, but a notebook may answer several questions."""
    path = Path(text)
    if not (is_notebook(path.name) and something_is_at(path)):
        return [find_exercise(bank, text)]
    # Imported here: few attempts are notebooks.
    from interview.grading.client.notebook import require_nbformat

    require_nbformat()
    try:
        source = read_source(path)
    except NotText as error:
        card = card_of_name(bank, path.stem)[0]
        if card is None:
            raise UsageError(f"{path}: {error}") from None
        return [ExerciseFile(card, path)]
    return [ExerciseFile(card, path) for card in questions_of_notebook(bank, str(path), source)]


def find_exercise(bank: Bank, text: str) -> ExerciseFile:
    """The file called so, or the exercise file of that question; raises UsageError."""
    path = Path(text)
    if something_is_at(path):
        start = read_at_most(path, START_BYTES)
        return ExerciseFile(recognise_question(bank, str(path), start), path)
    if path.suffix or len(path.parts) > 1:
        message = _("{path}: no such file: check the name, or give a question's number")
        raise UsageError(message.format(path=text))
    card = bank.find(text)
    path = attempt_path(card)
    if attempt_at(path) is None:
        message = _("{path}: not started yet: run `interview start {number}`")
        raise UsageError(message.format(path=path, number=card.number))
    return ExerciseFile(card, path)


def something_is_at(path: Path) -> bool:
    """Whether the name is taken, if only by a link to nothing; raises UsageError if that can't be told."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise unreadable(path, error) from None
    return True
