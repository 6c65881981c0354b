"""A class's files -> submissions: a folder per person, a file each, or the zip of a learning platform."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from interview.bank import Bank
from interview.bank.recognition import question_of
from interview.errors import UsageError
from interview.grading.attempt import MAX_BYTES
from interview.messages import _
from interview.model import Card

MOODLE = re.compile(r"^(?P<person>.+_\d+)_assignsubmission_file_?$")
"""`Ada Lovelace_123_assignsubmission_file_`: a folder of a Moodle download."""
CANVAS = re.compile(r"^(?P<person>[^_/]+)_(?:LATE_)?\d+_\d+_(?P<file>.+\.py)$")
"""`lovelaceada_123_456_07_cross_attention.py`: a file of a Canvas download."""
IGNORED = re.compile(r"^(\.|__MACOSX$|__pycache__$)")


@dataclass(frozen=True)
class Submission:
    """One person's file for one question, read once."""

    person: str
    file: str
    """Its path within what was handed in."""
    card: Card
    data: bytes
    changed: float
    """When it was last changed: of two files for one question the later one counts."""


@dataclass(frozen=True)
class Found:
    """A file as it lies there: its path within the whole, its bytes and its time."""

    path: PurePosixPath
    data: bytes
    changed: float


def collect(bank: Bank, place: Path) -> tuple[list[Submission], list[str]]:
    """All submissions, by person and question, and a line on every file that could not be one.

    Raises UsageError if there is nothing at `place` that could hold submissions.
    """
    if place.is_dir():
        files, problems = from_folder(place)
    elif zipfile.is_zipfile(place):
        files, problems = from_zip(place)
    elif place.exists():
        text = _("{path}: expected a folder or a zip, got something else")
        raise UsageError(text.format(path=place))
    else:
        text = _("{path}: no such folder: name the one that holds the submissions")
        raise UsageError(text.format(path=place))
    kept: dict[tuple[str, str], Submission] = {}
    for found in unwrapped(files):
        person, name = owner(found.path)
        try:
            card = question_of(bank, name, found.data)
        except UsageError as error:
            problems.append(f"{found.path}: {str(error).partition(': ')[2]}")
            continue
        one = Submission(person, str(found.path), card, found.data, found.changed)
        other = kept.get((person, card.id))
        if other:
            one, other = sorted((one, other), key=lambda s: (s.changed, s.file), reverse=True)
            text = _("{other}: {person} has two files for {id}: {file} is the later one and counts")
            problems.append(text.format(other=other.file, person=person, id=card.id, file=one.file))
        kept[person, card.id] = one
    ordered = sorted(kept.values(), key=lambda s: (s.person.casefold(), s.person, s.card.number))
    return ordered, problems


def owner(path: PurePosixPath) -> tuple[str, str]:
    """Whose file it is, and the name by which its question may be told."""
    if len(path.parts) > 1:
        match = MOODLE.match(path.parts[0])
        return (match["person"] if match else path.parts[0]), path.name
    match = CANVAS.match(path.name)
    return (match["person"], match["file"]) if match else (path.stem, path.name)


def unwrapped(files: list[Found]) -> list[Found]:
    """Without the one folder that an archive often puts around everything."""
    tops = {f.path.parts[0] for f in files}
    while len(tops) == 1 and files and all(len(f.path.parts) > 2 for f in files):
        files = [Found(PurePosixPath(*f.path.parts[1:]), f.data, f.changed) for f in files]
        tops = {f.path.parts[0] for f in files}
    return files


def from_folder(place: Path) -> tuple[list[Found], list[str]]:
    found, problems = [], []
    for path in sorted(python_files(place)):
        name = PurePosixPath(path.relative_to(place))
        try:
            found.append(Found(name, *read(path)))
        except OSError as error:
            text = _("{path}: {error}: left out")
            problems.append(text.format(path=name, error=error.strerror or error))
    return found, problems


def python_files(place: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not IGNORED.match(name))
        for name in names:
            if name.endswith(".py") and not IGNORED.match(name):
                yield Path(folder, name)


def read(path: Path) -> tuple[bytes, float]:
    """A regular file's bytes, opened once and never through a link; raises OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(fd, "rb") as file:
        state = os.fstat(fd)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(_("expected a file, got something else"))
        return file.read(MAX_BYTES + 1), state.st_mtime


def from_zip(place: Path) -> tuple[list[Found], list[str]]:
    """Read in memory: nothing is unpacked, so no name in the archive can reach outside it."""
    found, problems = [], []
    with zipfile.ZipFile(place) as archive:
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            path = PurePosixPath(member.filename)
            hidden = any(IGNORED.match(part) for part in path.parts)
            if member.is_dir() or hidden or path.suffix != ".py" or ".." in path.parts:
                continue
            try:
                with archive.open(member) as file:
                    data = file.read(MAX_BYTES + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
                text = _("{path}: {error}: left out")
                problems.append(text.format(path=path, error=error))
                continue
            when = float("".join(f"{part:02d}" for part in member.date_time))
            found.append(Found(path, data, when))
    return found, problems
