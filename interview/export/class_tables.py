"""The gradebook as tables that pandas and spreadsheets read: scores, every detail, and what is worth how much."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta

from interview.classroom.gradebook import Gradebook
from interview.classroom.remarks import remarks_on_person, shown_points, why_left_out
from interview.model.card import Card
from interview.text import inert

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
ALIKE_HEADINGS = (
    *("group", "question", "kind", "share", "passages", "person", "file", "first_line"),
    "last_line",
)
DETAIL_HEADINGS = (
    *("person", "id", "name", "email", "question", "status", "file", "handed_in", "late_hours"),
    *("late_days", "maximum", "earned", "after_late_rule", "override", "reason", "adjusted"),
)


def gradebook_as_csv(book: Gradebook) -> str:
    """A row for each person. The questions' columns add up to `total`; what counts is `adjusted`.

    Without an assignment there are `person`, the questions, `total`, `maximum`, `status` and `reason`. A cell is
    empty where nothing was handed in or the grader failed; so is a sum where it failed on something.
    """
    questions = [card.slug for card in book.cards]
    if not book.assigned:
        rows = [["person", *questions, "total", "maximum", "status", "reason"]]
        for person in book.people:
            numbers = [
                *earned_cells(book, person),
                *map(number_cell, [book.total(person), book.maximum]),
            ]
            told = [book.status_of(person), why_left_out(book, person)]
            rows.append([person, *numbers, *told])
        return as_csv(rows)
    who = ["person", "id", "name", "email", "status", "late"]
    rows = [[*who, *questions, "total", "adjusted", "maximum", "reason"]]
    for person in book.people:
        late = str(book.days_late(person))
        values = [book.total(person), book.adjusted(person), book.maximum]
        numbers = [*earned_cells(book, person), *map(number_cell, values)]
        reason = "; ".join(remarks_on_person(book, person))
        rows.append([*who_cells(book, person), book.status_of(person), late, *numbers, reason])
    return as_csv(rows)


def details_as_csv(book: Gradebook) -> str:
    """A row for each person and question, with everything that its points come from."""
    rows = [list(DETAIL_HEADINGS)]
    rows += [detail_cells(book, person, card) for person in book.people for card in book.cards]
    return as_csv(rows)


def alike_as_csv(book: Gradebook) -> str:
    """A row for each file of a group that is alike, what says most first; `passages`: how much it says."""
    rows = [list(ALIKE_HEADINGS)]
    for number, alike in enumerate(book.alike, 1):
        told = [str(number), alike.question, alike.kind, f"{alike.share:.2f}", str(alike.shared)]
        for (person, file), lines in zip(alike.files, alike.lines, strict=True):
            rows.append([*told, person, file, *map(str, lines)])
    return as_csv(rows)


def maxima_as_csv(book: Gradebook) -> str:
    """A row for each question, with the name of its column."""
    rows = [["question", "id", "title", "maximum"]]
    for card in book.cards:
        rows.append([card.slug, card.id, card.title, shown_points(book.most(card))])
    return as_csv(rows)


def detail_cells(book: Gradebook, person: str, card: Card) -> list[str]:
    key = (person, card.id)
    mark, verdict, time = book.marks[key], book.verdicts.get(key), book.handed_in.get(key)
    return [
        *who_cells(book, person),
        card.slug,
        verdict.status if verdict else "not handed in",
        verdict.file if verdict else "",
        time.astimezone(UTC).isoformat(timespec="seconds") if time else "",
        f"{mark.late / timedelta(hours=1):.2f}",
        str(mark.days),
        shown_points(mark.maximum),
        number_cell(mark.earned),
        number_cell(mark.left),
        number_cell(mark.override.points if mark.override else None),
        mark.override.reason if mark.override else "",
        number_cell(mark.counted),
    ]


def who_cells(book: Gradebook, person: str) -> list[str]:
    member = book.members[person]
    return [person, member.id, member.name, member.email]


def earned_cells(book: Gradebook, person: str) -> list[str]:
    return [number_cell(book.earned(person, card)) for card in book.cards]


def number_cell(value: float | None) -> str:
    return "" if value is None else shown_points(value)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """No cell is a formula. Where a letter is not ASCII, Excel knows UTF-8 only by the mark at the beginning."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*map(harmless_cell, row)] for row in rows)
    text = out.getvalue()
    return text if text.isascii() else BYTE_ORDER_MARK + text


def harmless_cell(text: str) -> str:
    """A spreadsheet runs what looks like a formula, in some places also `＝1+1`; a quote keeps it text.

    A single character, such as the dash of an empty cell, is none.
    """
    text = inert(text)
    plain = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if len(text) > 1 and plain.startswith(FORMULA_STARTS) else text
