"""A gradebook -> the same by an assignment: its columns, its people, its late rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from interview.classroom.batch import BatchEntry
from interview.classroom.gradebook import Gradebook
from interview.classroom.marks import AssignedClass
from interview.classroom.remarks import shown_points
from interview.classroom.submissions import FoundPerson, Submission
from interview.messages import _, ngettext, speaking

MOODLE_MAXIMUM = "Maximum Grade"
"""A column of Moodle's worksheet."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Before everything that has a time."""


def assigned_book(
    book: Gradebook, assigned: AssignedClass, submissions: Iterable[Submission]
) -> Gradebook:
    """The gradebook with everybody's entries under their label, and when they were handed in."""
    labels = assigned.everybody.labels
    handed = {(s.person, s.card.id): s for s in submissions}
    entries: dict[tuple[str, str], BatchEntry] = {}
    handed_in: dict[tuple[str, str], datetime] = {}
    late: dict[tuple[str, str], bool] = {}
    for entry in book.entries:
        key = (labels[entry.person], entry.verdict.question)
        submission = handed[entry.person, key[1]]
        time = assigned.ready.in_its_zone(submission.handed_in or BEGINNING)
        if key in entries and time < handed_in[key]:
            continue
        entries[key], handed_in[key] = replace(entry, person=key[0]), time
        late[key] = submission.late
    handed_in = {
        key: assigned.handed_in.get(key[0], time)
        for key, time in handed_in.items()
        if time > BEGINNING or key[0] in assigned.handed_in
    }
    graded = {label for label, _id in entries}
    places = {member.label: place for place, member in enumerate(assigned.everybody.members)}
    told = replace(
        book,
        cards=[question.card for question in assigned.ready.cards],
        entries=sorted(entries.values(), key=lambda entry: places[entry.person]),
        found=found_by_label(book.found, labels, graded),
        found_in=found_in_languages(book, labels, graded),
        notes=assigned.everybody.problems,
        assigned=assigned,
        handed_in=handed_in,
        marked_late={key for key in late if late[key]},
    )
    notes = [*told.notes, *notes_on_maximum(told)]
    notes += notes_on_times(told) if assigned.ready.due else ()
    return replace(told, notes=notes)


def notes_on_maximum(book: Gradebook) -> Iterator[str]:
    """That Moodle expects less or more, where its worksheet is the roster."""
    theirs = {member.cells.get(MOODLE_MAXIMUM, "") for member in book.members.values()} - {""}
    text = _("Moodle's maximum is {theirs}, the assignment's {ours}: change one before uploading")
    for points in sorted(theirs):
        with suppress(ValueError):
            if float(points.replace(",", ".")) != book.maximum:
                yield text.format(theirs=points, ours=shown_points(book.maximum))


def notes_on_times(book: Gradebook) -> Iterator[str]:
    """What is not sure about the times at which things were handed in."""
    timeless = [key for key in book.verdicts if key not in book.handed_in]
    marked = dict.fromkeys(key[0] for key in timeless if key in book.marked_late)
    text = _(
        "{person}: late by the platform's mark, which tells no time: "
        "counted as the least that is late: `handed_in` in the assignment tells it"
    )
    for person in marked:
        yield text.format(person=person)
    if count := sum(key not in book.marked_late for key in timeless):
        text = ngettext(
            "{count} submission has no time at which it was handed in: counted as in time",
            "{count} submissions have no time at which they were handed in: counted as in time",
            count,
        )
        yield text.format(count=count)
    if count := sum(book.marks[key].days > 0 for key in book.handed_in):
        text = ngettext(
            "{count} submission is late by the time in its name or of its file, which copying "
            "or cloning makes new: `handed_in` in the assignment corrects one",
            "{count} submissions are late by the times in their names or of their files, which copying "
            "or cloning makes new: `handed_in` in the assignment corrects one",
            count,
        )
        yield text.format(count=count)


def found_in_languages(
    book: Gradebook, labels: Mapping[str, str], graded: set[str]
) -> dict[str, list[FoundPerson]]:
    told = {}
    for lang, found in book.found_in.items():
        with speaking(lang):
            told[lang] = found_by_label(found, labels, graded)
    return told


def found_by_label(
    found: Iterable[FoundPerson], labels: Mapping[str, str], graded: set[str]
) -> list[FoundPerson]:
    """Everybody found, under their label; who has nothing graded has a reason, whoever has something none."""
    told = []
    for person in found:
        label = labels[person.person]
        reason = person.reason or _("nothing for a question of the assignment")
        told.append(replace(person, person=label, reason="" if label in graded else reason))
    return told
