"""One person's, or one group's, submission by an assignment, where a platform runs us for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from interview.bank import Bank
from interview.classroom.archive import files_at
from interview.classroom.assigned_book import assigned_book
from interview.classroom.assignment import PersonalEntry, ReadyAssignment
from interview.classroom.batch import BatchEntry, ClassGrader
from interview.classroom.gradebook import Gradebook
from interview.classroom.gradescope_metadata import HandedInBy, HandIn
from interview.classroom.identity import ClassList
from interview.classroom.kinds import NOTEBOOK, PYTHON
from interview.classroom.layouts import Owner
from interview.classroom.ledger import BatchConditions
from interview.classroom.marks import AssignedClass
from interview.classroom.owners import OwnedFile
from interview.classroom.plan import assigned_submissions
from interview.classroom.portable import strict_names
from interview.classroom.roster import ClassMember
from interview.classroom.submissions import EverythingHandedIn, Submission, SubmittedFiles
from interview.classroom.unread import UnreadFile
from interview.grading.client.link import fresh_seed
from interview.grading.sandbox.levels import BASIC
from interview.model.assignment import Override
from interview.model.card import Card


class NoSandboxError(Exception):
    """This system offers only a level on which strangers' code can read files and use the network."""


def grade_alone(
    bank: Bank,
    place: Path,
    ready: ReadyAssignment,
    hand_in: HandIn,
    grader: ClassGrader,
    program: str,
    lang: str,
    unprotected: bool = False,
) -> Gradebook:
    """The gradebook of this one submission, whose only person is `hand_in.label`.

    What the grader failed on is tried once more. Raises UsageError if there is no such folder, NoSandboxError
    where there is no sandbox for it, unless that is allowed.
    """
    about = grader.about()
    if about["level"] == BASIC and not unprotected:
        raise NoSandboxError()
    handed_in = collect_alone(bank, place, hand_in.label, ready.first)
    submissions, problems = assigned_submissions(ready, handed_in.submissions)
    seed = fresh_seed()
    entries = entries_of(submissions, seed, grader, lang)
    conditions = BatchConditions(seed, about["level"], program, about["torch"])
    cards = [assigned.card for assigned in ready.cards]
    told = [*handed_in.problems, *problems]
    book = Gradebook(cards, entries, conditions, told, 0.0, handed_in.people)
    return assigned_book(book, class_of_one(ready, hand_in), submissions)


def entries_of(
    submissions: list[Submission], seed: int, grader: ClassGrader, lang: str
) -> list[BatchEntry]:
    entries = list(grader.grade(submissions, seed, lang))
    failed = {e.verdict.question for e in entries if e.verdict.status == "judge_error"}
    if not failed:
        return entries
    again = [s for s in submissions if s.card.id in failed]
    kept = [e for e in entries if e.verdict.question not in failed]
    return [*kept, *grader.grade(again, seed, lang)]


def told_in(ready: ReadyAssignment, bank: Bank, lang: str) -> ReadyAssignment:
    """The assignment with its questions' titles in this language."""
    cards = tuple(replace(one, card=bank.told(one.card, lang)) for one in ready.cards)
    return replace(ready, cards=cards)


def was_unprotected(book: Gradebook) -> bool:
    return book.conditions.sandbox == BASIC


def collect_alone(
    bank: Bank, place: Path, person: str, example: Card | None = None
) -> EverythingHandedIn:
    """Everything in a folder or zip as that of one person, whatever folders there are in it.

    example: as in `collect_submissions`.
    Times of files tell nothing there, since the platform has just written them.
    """
    pile = SubmittedFiles(bank, example)
    with files_at(place) as files:
        code = [file for file in files if is_code(file)]
        for file in code or files:
            whole = replace(file, path=PurePosixPath(place.resolve().name, file.path))
            pile.add(OwnedFile(whole, Owner(person, file.path.name)))
        submissions = [replace(s, handed_in=None) for s in pile.submissions()]
    return EverythingHandedIn(
        sorted(submissions, key=lambda s: s.card.number),
        pile.found({s.person for s in submissions}),
        pile.problems(),
    )


def is_code(file: UnreadFile) -> bool:
    """Or stands for code that cannot be read; the rest is told only where there is none."""
    return file.stands_in or file.path.name.casefold().endswith((PYTHON, NOTEBOOK))


def class_of_one(ready: ReadyAssignment, hand_in: HandIn) -> AssignedClass:
    """The assignment with what is written about these people, who share one row.

    Of several who hand in together the longest extra time counts, and points by hand where all have the same.
    """
    label = hand_in.label
    first = hand_in.people[0] if hand_in.people else HandedInBy("")
    member = ClassMember(label, first.number, label, first.email, listed=bool(ready.roster))
    own = {person: [*entries_about(person, ready)] for person in hand_in.people}
    every = [entry for entries in own.values() for entry in entries]
    extra = max((e.extra for e in every if not (e.override or e.handed_in)), default=timedelta())
    times = [entry.handed_in for entry in every if entry.handed_in]
    at: datetime | None = min(times) if times else hand_in.at
    shared = shared_overrides([points_by_hand(entries) for entries in own.values()])
    return AssignedClass(
        ready,
        ClassList((member,), {label: label}),
        {label: extra},
        {label: at} if at else {},
        {(label, id): override for id, override in shared.items()},
    )


def entries_about(person: HandedInBy, ready: ReadyAssignment) -> Iterator[PersonalEntry]:
    for entry in ready.personal:
        if person.known_as & strict_names(entry.person, ready.roster):
            yield entry


def points_by_hand(entries: list[PersonalEntry]) -> dict[str, Override]:
    """By the question's id."""
    return {e.card.id: e.override for e in entries if e.card and e.override}


def shared_overrides(own: list[dict[str, Override]]) -> dict[str, Override]:
    """Those that everybody has, with the same points."""
    first = own[0] if own else {}
    return {
        id: override
        for id, override in first.items()
        if all(id in other and other[id].points == override.points for other in own)
    }
