"""A class's files -> submissions: a folder per person, a file each, or the zip of a learning platform."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from interview.bank import Bank
from interview.bank.recognition import START, question_of
from interview.classroom.archive import Found, files_at
from interview.errors import UsageError
from interview.grading.client.source import MAX_BYTES
from interview.messages import _, ngettext
from interview.model.question import Card

MOODLE = re.compile(r"^(?P<person>.+_\d+)_assignsubmission_file_?$")
"""`Ada Lovelace_123_assignsubmission_file_`: a folder of a Moodle download."""
CANVAS = re.compile(r"^(?P<person>[^_/]+)_(?:LATE_)?\d+_\d+_(?P<file>.+\.py)$")
"""`lovelaceada_123_456_07_cross_attention.py`: a file of a Canvas download."""
TOLD = 3
"""How many of a person's unusable files are told one by one."""


@dataclass(frozen=True)
class Submission:
    """One person's file for one question, read once."""

    person: str
    file: str
    """Its path within what was handed in."""
    card: Card
    data: bytes


def collect(bank: Bank, place: Path) -> tuple[list[Submission], list[str]]:
    """All submissions, by person and question, and a line on every file that could not be one.

    Raises UsageError if there is nothing at `place` that could hold submissions.
    """
    pile = Pile(bank)
    with files_at(place) as files:
        for one in unwrapped(files):
            pile.add(one)
        submissions = pile.submissions()
    ordered = sorted(submissions, key=lambda s: (s.person.casefold(), s.person, s.card.number))
    return ordered, pile.problems()


class Pile:
    """Everybody's files by person and question; only those that count are read to their end."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.files: dict[tuple[str, Card], list[Found]] = {}
        self.unusable: dict[str, list[str]] = {}
        """A line on each file, by person."""
        self.outdone: list[str] = []
        """A line on each question for which somebody has more than one file."""

    def add(self, one: Found) -> None:
        person, name = owner(one.path)
        try:
            card = question_of(self.bank, name, one.read(START))
        except OSError as error:
            self.leave_out(person, one, error)
        except UsageError as error:
            self.tell(person, f"{one.path}: {str(error).partition(': ')[2]}")
        else:
            self.files.setdefault((person, card), []).append(one)

    def leave_out(self, person: str, one: Found, error: OSError) -> None:
        text = _("{path}: {error}: left out")
        self.tell(person, text.format(path=one.path, error=error.strerror or error))

    def tell(self, person: str, line: str) -> None:
        self.unusable.setdefault(person, []).append(line)

    def submissions(self) -> list[Submission]:
        """What counts of everything added."""
        found = [self.first_readable(*key, files) for key, files in self.files.items()]
        return [one for one in found if one]

    def first_readable(self, person: str, card: Card, files: list[Found]) -> Submission | None:
        """The one that counts of somebody's files for a question: the latest that can be read."""
        files = sorted(files, key=lambda one: (one.changed, str(one.path)), reverse=True)
        for place, one in enumerate(files, 1):
            try:
                data = one.read(MAX_BYTES + 1)
            except OSError as error:
                self.leave_out(person, one, error)
                continue
            self.outdo(person, card, one, files[place:])
            return Submission(person, str(one.path), card, data)
        return None

    def outdo(self, person: str, card: Card, one: Found, others: list[Found]) -> None:
        if len(others) == 1:
            text = _("{other}: {person} has two files for {id}: {file} is the later one and counts")
        elif others:
            text = _("{file}: the latest of {count} files of {person} for {id}: it alone counts")
        else:
            return
        names = {"other": others[0].path, "file": one.path, "count": len(others) + 1}
        self.outdone.append(text.format(person=person, id=card.id, **names))

    def problems(self) -> list[str]:
        """One line a problem, and one for all beyond the first few of a person."""
        lines = []
        for person, told in self.unusable.items():
            lines += told[:TOLD]
            more = len(told) - TOLD
            if more > 0:
                text = ngettext(
                    "{person}: {count} more file is left out",
                    "{person}: {count} more files are left out",
                    more,
                )
                lines.append(text.format(person=person, count=more))
        return lines + self.outdone


def owner(path: PurePosixPath) -> tuple[str, str]:
    """Whose file it is, and the name by which its question may be told."""
    if len(path.parts) > 1:
        match = MOODLE.match(path.parts[0])
        return (match["person"] if match else path.parts[0]), path.name
    match = CANVAS.match(path.name)
    return (match["person"], match["file"]) if match else (path.stem, path.name)


def unwrapped(files: list[Found]) -> list[Found]:
    """Without the one folder that an archive often puts around everything; one of Moodle's is a person."""
    tops = {one.path.parts[0] for one in files}
    while (
        len(tops) == 1
        and not any(MOODLE.match(top) for top in tops)
        and all(len(one.path.parts) > 2 for one in files)
    ):
        files = [replace(one, path=PurePosixPath(*one.path.parts[1:])) for one in files]
        tops = {one.path.parts[0] for one in files}
    return files
