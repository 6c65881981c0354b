"""A class's files -> submissions: a folder per person, a file each, or the zip of a learning platform."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from interview.bank import Bank
from interview.bank.question_of_file import START_BYTES, recognise_question
from interview.classroom.archive import (
    ANY_FILE,
    OUTSIDE,
    NoPythonFile,
    UnreadFile,
    files_at,
)
from interview.errors import QuestionError, UsageError
from interview.grading.client.source import MAX_SOURCE_BYTES
from interview.messages import _, ngettext
from interview.model.question import Card

MOODLE_FOLDER = re.compile(r"^(?P<person>.+_\d+)_assignsubmission_file_?$")
"""`Ada Lovelace_123_assignsubmission_file_`: a folder of a Moodle download."""
CANVAS_FILE = re.compile(r"^(?P<person>[^_/]+)_(?:LATE_)?\d+_\d+_(?P<file>.+\.py)$")
"""`lovelaceada_123_456_07_cross_attention.py`: a file of a Canvas download."""
FILES_TOLD_OF_A_PERSON = 3
"""How many of a person's unusable files are told one by one."""


@dataclass(frozen=True)
class Submission:
    """One person's file for one question, read once."""

    person: str
    file: str
    """Its path within what was handed in."""
    card: Card
    data: bytes


@dataclass(frozen=True)
class FoundPerson:
    """Somebody of whom anything lies in what was handed in, even if nothing of it can be graded."""

    person: str
    """As in `Submission`."""
    reason: str = ""
    """Why nothing of theirs is graded, in words; empty where something is."""
    number: str = ""
    """By which the platform knows them, where names of files tell it: Moodle's, Canvas's."""
    late: bool = False
    """Whether the platform marks something of theirs as late."""


@dataclass(frozen=True)
class HandedIn:
    """What a class handed in."""

    submissions: list[Submission]
    """By person and question."""
    people: list[FoundPerson]
    """Everybody found, in the order of the submissions."""
    problems: list[str]
    """A line on every file that is not graded, and on which of several counts."""


def collect_submissions(bank: Bank, place: Path) -> HandedIn:
    """Everything handed in, and everybody.

    Raises UsageError if there is nothing at `place` that could hold submissions.
    """
    pile = SubmittedFiles(bank)
    with files_at(place) as files:
        for file in without_outer_folder(files):
            pile.add(file)
        submissions = pile.submissions()
    ordered = sorted(submissions, key=lambda s: (*order_of_names(s.person), s.card.number))
    return HandedIn(ordered, pile.people({s.person for s in ordered}), pile.problems())


def order_of_names(person: str) -> tuple[str, str]:
    return person.casefold(), person


class SubmittedFiles:
    """Everybody's files by person and question; only those that count are read to their end."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.files: dict[tuple[str, Card], list[UnreadFile]] = {}
        self.unusable: dict[str, list[str]] = {}
        """A line on each file, by person."""
        self.empty: dict[str, PurePosixPath] = {}
        """A folder without a Python file, by person."""
        self.outdone: list[str] = []
        """A line on each question for which somebody has more than one file."""

    def add(self, file: UnreadFile) -> None:
        person, name = owner_and_name(file.path)
        try:
            card = recognise_question(self.bank, name, file.read(START_BYTES))
        except NoPythonFile:
            self.empty.setdefault(person, file.path.parent)
        except OSError as error:
            self.leave_out(person, file, error)
        except QuestionError as error:
            text = _("{path}: not graded: its question is broken: {problem}")
            self.tell(person, text.format(path=file.path, problem=error.problems[0]))
        except UsageError as error:
            self.tell(person, f"{file.path}: {without_name(str(error), name)}")
        else:
            self.files.setdefault((person, card), []).append(file)

    def leave_out(self, person: str, file: UnreadFile, error: OSError) -> None:
        text = _("{path}: {error}: left out")
        self.tell(person, text.format(path=file.path, error=error.strerror or error))

    def tell(self, person: str, line: str) -> None:
        self.unusable.setdefault(person, []).append(line)

    def submissions(self) -> list[Submission]:
        """What counts of everything added."""
        readable = [self.first_readable(*key, files) for key, files in self.files.items()]
        return [submission for submission in readable if submission]

    def first_readable(self, person: str, card: Card, files: list[UnreadFile]) -> Submission | None:
        """The one that counts of somebody's files for a question: the latest that can be read."""
        files = sorted(files, key=lambda file: (file.changed, str(file.path)), reverse=True)
        for place, file in enumerate(files, 1):
            try:
                data = file.read(MAX_SOURCE_BYTES + 1)
            except OSError as error:
                self.leave_out(person, file, error)
                continue
            self.outdo(person, card, file, files[place:])
            return Submission(person, str(file.path), card, data)
        return None

    def outdo(self, person: str, card: Card, file: UnreadFile, others: list[UnreadFile]) -> None:
        if len(others) == 1:
            text = _("{other}: {person} has two files for {id}: {file} is the later one and counts")
        elif others:
            text = _("{file}: the latest of {count} files of {person} for {id}: it alone counts")
        else:
            return
        names = {"other": others[0].path, "file": file.path, "count": len(others) + 1}
        self.outdone.append(text.format(person=person, id=card.id, **names))

    def people(self, graded: set[str]) -> list[FoundPerson]:
        """Everybody, with a reason if they are not among those of whom something is graded."""
        reasons = {person: _("no Python file") for person in self.empty}
        reasons.update({person: told[0] for person, told in self.unusable.items()})
        reasons.update(dict.fromkeys(graded, ""))
        return [FoundPerson(name, reasons[name]) for name in sorted(reasons, key=order_of_names)]

    def problems(self) -> list[str]:
        """One line a problem, and one for all beyond the first few of a person."""
        text = _("{path}: no Python file in it: left out")
        there = {*self.unusable, *(person for person, _card in self.files)}
        lines = [
            text.format(path=path) for person, path in self.empty.items() if person not in there
        ]
        for person, told in self.unusable.items():
            lines += told[:FILES_TOLD_OF_A_PERSON]
            more = len(told) - FILES_TOLD_OF_A_PERSON
            if more > 0:
                text = ngettext(
                    "{person}: {count} more file is left out",
                    "{person}: {count} more files are left out",
                    more,
                )
                lines.append(text.format(person=person, count=more))
        return lines + self.outdone


def without_name(line: str, name: str) -> str:
    """A line without the name that it begins with: that of the file, or the id in its first line."""
    if line.startswith(f"{name}: "):
        return line.removeprefix(f"{name}: ")
    return line.partition(": ")[2]


def owner_and_name(path: PurePosixPath) -> tuple[str, str]:
    """Whose file it is, and the name by which its question may be told."""
    if len(path.parts) > 1:
        match = MOODLE_FOLDER.match(path.parts[0])
        return (match["person"] if match else path.parts[0]), path.name
    match = CANVAS_FILE.match(path.name)
    return (match["person"], match["file"]) if match else (path.stem, path.name)


def without_outer_folder(files: list[UnreadFile]) -> list[UnreadFile]:
    """Without the one folder that an archive often puts around everything; one of Moodle's is a person."""
    while True:
        tops = {file.path.parts[0] for file in files} - {OUTSIDE}
        if (
            len(tops) != 1
            or all(file.stands_in for file in files)
            or any(MOODLE_FOLDER.match(top) for top in tops)
            or any(len(file.path.parts) < 3 for file in files if not file.stands_in)
        ):
            return files
        inside = [file for file in files if file.path.parts[1:] != (ANY_FILE,)]
        files = [without_first_part(file) for file in inside]


def without_first_part(file: UnreadFile) -> UnreadFile:
    if OUTSIDE in file.path.parts:
        return file
    return replace(file, path=PurePosixPath(*file.path.parts[1:]))
