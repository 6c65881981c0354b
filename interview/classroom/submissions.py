"""A class's files -> everybody, and submissions: of each platform's folders, files and zips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from interview.bank import Bank
from interview.classroom.archive import files_at
from interview.classroom.hand_in_time import hand_in_time
from interview.classroom.layouts import Owner, folder_attempt
from interview.classroom.owners import OwnedFile, owned_files
from interview.classroom.question_names import QuestionNames
from interview.classroom.reading import LeftOut, Reader
from interview.classroom.unread import NothingInFolder, UnreadFile
from interview.messages import _, ngettext
from interview.model.card import Card

FILES_TOLD_OF_A_PERSON = 3
"""How many of a person's unusable files are told one by one."""
SEPARATOR = "; "


@dataclass(frozen=True)
class Submission:
    """One person's file for one question, read once."""

    person: str
    file: str
    """Its path within what was handed in."""
    card: Card
    data: bytes
    """The file's; of a notebook, the text of its code cells."""
    handed_in: datetime | None = None
    """When, if that is known; without a zone it is in that of the assignment."""
    late: bool = False
    """Whether the platform marks it so."""


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
    """Whether the platform marks what counts of theirs as late."""
    left_out: str = ""
    """What else of theirs is not graded, and why; empty where nothing is."""
    returns: str = ""
    """The folder in which Moodle takes files back for them; empty where theirs came from elsewhere."""


@dataclass(frozen=True)
class EverythingHandedIn:
    """What a class handed in."""

    submissions: list[Submission]
    """By person and question."""
    people: list[FoundPerson]
    """Everybody found, in the order of the submissions."""
    problems: list[str]
    """A line on every file of somebody's or nobody's that is not graded, and on which of several counts."""


def collect_submissions(bank: Bank, place: Path, example: Card | None = None) -> EverythingHandedIn:
    """Everything handed in, and everybody; who names a file wrong is told how one for `example` is named.

    Raises UsageError if there is nothing at `place` that could hold submissions.
    """
    pile = SubmittedFiles(bank, example)
    with files_at(place) as files:
        name = place.stem if place.is_file() else place.resolve().name
        for owned in owned_files(files, name, QuestionNames(bank)):
            pile.add(owned)
        submissions = pile.submissions()
    ordered = sorted(submissions, key=lambda s: (*order_of_names(s.person), s.card.number))
    return EverythingHandedIn(ordered, pile.found({s.person for s in ordered}), pile.problems())


def order_of_names(person: str) -> tuple[str, str]:
    return person.casefold(), person


@dataclass(frozen=True)
class Candidate:
    """A file that may be somebody's submission for a question."""

    file: UnreadFile
    owner: Owner
    stub: bool

    @cached_property
    def rank(self) -> tuple[object, ...]:
        """The one that counts has the highest: attempts before stubs, then what names tell, then time.

        Last the name, so that the same one counts every time; it says nothing of which is the later.
        """
        owner = self.owner
        numbers = (folder_attempt(self.file.path), *owner.attempt)
        told = (owner.stamp, owner.late, numbers, owner.upload)
        return not self.stub, told, self.file.changed, str(self.file.path)

    def submission(self, person: str, card: Card, data: bytes) -> Submission:
        """It as the one that counts. Canvas numbers uploads; the times in its zips are those of their making."""
        changed = 0.0 if self.owner.upload else self.file.changed
        time = hand_in_time(self.owner.stamp, changed)
        return Submission(person, str(self.file.path), card, data, time, self.owner.late)


@dataclass
class PersonsFiles:
    """What there is of one person."""

    owner: Owner
    candidates: dict[Card, list[Candidate]] = field(default_factory=dict)
    counted: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    """The first few."""
    more: int = 0

    def leave_out(self, what: LeftOut) -> None:
        if len(self.left_out) < FILES_TOLD_OF_A_PERSON or what.matters:
            self.left_out.append(what)
        if len(self.left_out) > FILES_TOLD_OF_A_PERSON:
            self.left_out.sort(key=lambda told: not told.matters)
            del self.left_out[FILES_TOLD_OF_A_PERSON:]
            self.more += 1

    def in_words(self, empty: bool) -> str:
        """Everything that is left out, or that there is nothing."""
        told = [what.short for what in self.left_out]
        if self.more:
            text = ngettext("{count} more file", "{count} more files", self.more)
            told.append(text.format(count=self.more))
        return SEPARATOR.join(told) or (_("empty: nothing was handed in") if empty else "")


class SubmittedFiles:
    """Everybody's files by person and question; only those that count are read to their end."""

    def __init__(self, bank: Bank, example: Card | None = None) -> None:
        self.reader = Reader(bank, example)
        self.people: dict[str, PersonsFiles] = {}
        self.nobodys: list[str] = []
        self.outdone: list[str] = []
        """A line on each question for which somebody has more than one file."""
        self.misread: list[UnreadFile] = []

    def add(self, owned: OwnedFile) -> None:
        file, owner = owned.file, owned.owner
        if file.misread:
            self.misread.append(file)
        if owner is None:
            self.nobodys.append(self.reader.nobodys(file))
            return
        person = self.people.setdefault(owner.person, PersonsFiles(owner))
        if owner.number and not person.owner.number:
            person.owner = replace(person.owner, number=owner.number)
        try:
            cards = self.reader.questions(file, owner)
        except NothingInFolder:
            return  # a row says so, where there is nothing else
        except LeftOut as left_out:
            person.leave_out(left_out)
            return
        for card in cards:
            stub = self.reader.is_stub(file, card)
            person.candidates.setdefault(card, []).append(Candidate(file, owner, stub))

    def submissions(self) -> list[Submission]:
        """What counts of everything added."""
        readable = [
            self.first_readable(name, person, card, candidates)
            for name, person in self.people.items()
            for card, candidates in person.candidates.items()
        ]
        return [submission for submission in readable if submission]

    def first_readable(
        self, name: str, person: PersonsFiles, card: Card, candidates: list[Candidate]
    ) -> Submission | None:
        """The one that counts of somebody's files for a question: the latest that can be read."""
        # Of two entries of one name in a zip the last counts, as it does where the zip is unpacked.
        ordered = sorted(candidates, key=lambda one: one.rank)[::-1]
        for place, candidate in enumerate(ordered, 1):
            try:
                data = self.reader.whole(candidate.file, candidate.owner)
            except LeftOut as left_out:
                person.leave_out(left_out)
                continue
            person.counted.append(candidate)
            self.outdo(name, card, candidate, ordered[place:])
            return candidate.submission(name, card, data)
        return None

    def outdo(self, person: str, card: Card, one: Candidate, others: list[Candidate]) -> None:
        if not others:
            return
        tied = others[0].rank[:-1] == one.rank[:-1]
        if len(others) > 1 and tied:
            text = _(
                "{file}: one of {count} files of {person} for {id}, and nothing tells which is the "
                "latest: it alone counts, as it comes last"
            )
        elif len(others) > 1:
            text = _("{file}: the latest of {count} files of {person} for {id}: it alone counts")
        elif others[0].stub and not one.stub:
            text = _("{other}: {person} has two files for {id}: {file} is no stub and counts")
        elif tied:
            text = _(
                "{other}: {person} has two files for {id}, and nothing tells which is the later: "
                "{file} counts, as it comes last"
            )
        else:
            text = _("{other}: {person} has two files for {id}: {file} is the later one and counts")
        names = {"other": others[0].file.path, "file": one.file.path, "count": len(others) + 1}
        self.outdone.append(text.format(person=person, id=card.id, **names))

    def found(self, graded: set[str]) -> list[FoundPerson]:
        """Everybody, with a reason if they are not among those of whom something is graded."""
        people = []
        for name in sorted(self.people, key=order_of_names):
            files = self.people[name]
            told = files.in_words(empty=name not in graded)
            reason, beside = ("", told) if name in graded else (told, "")
            late = any(one.owner.late for one in files.counted)
            owner = files.owner
            people.append(FoundPerson(name, reason, owner.number, late, beside, owner.returns))
        return people

    def misread_names(self) -> Iterator[str]:
        """A line on all of them, by the first."""
        if self.misread:
            text = _(
                "{path}: a zip doesn't say in which letters names such as this are written, so they "
                "may be misread: pack it anew with names in UTF-8"
            )
            yield text.format(path=self.misread[0].path)

    def problems(self) -> list[str]:
        """A line a problem of those of whom something is graded, and one for all beyond the first few.

        Whoever has nothing else is told by `found`.
        """
        lines = [*self.nobodys, *self.misread_names()]
        for name, person in self.people.items():
            if not person.counted:
                continue
            told = [what.line for what in person.left_out if what.matters]
            lines += told
            if person.more and told:
                text = ngettext(
                    "{person}: {count} more file is left out",
                    "{person}: {count} more files are left out",
                    person.more,
                )
                lines.append(text.format(person=name, count=person.more))
        return lines + self.outdone
