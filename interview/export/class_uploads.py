"""The gradebook as Moodle and Canvas take it in: what counts in the end, for everybody on the roster."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from interview.classroom.gradebook import Gradebook
from interview.classroom.remarks import remarks_on_person, shown_points
from interview.classroom.roster import ClassMember
from interview.export.class_tables import harmless_cell, number_cell

MOODLE_WORKSHEET = {"Identifier", "Grade", "Last modified (grade)"}
"""Columns by which Moodle's worksheet for grading offline is known, and without which it takes none in."""
CANVAS_WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""Canvas finds a student by the first of the ids that is there."""
CANVAS_NUMBER = re.compile(r" \(\d+\)")


def gradebook_for_moodle(book: Gradebook) -> str:
    """Moodle's own worksheet with the grades filled in, where it is the roster; a table for its import else."""
    members = listed_members(book)
    headings = list(members[0].cells)
    if not set(headings) >= MOODLE_WORKSHEET:
        rows = [["ID number", "Full name", "Email address", book.title]]
        rows += [[m.id, m.name, m.email, grade_cell(book, m)] for m in members]
        return upload_text(rows)
    rows = [headings]
    for member in members:
        cells = {**member.cells, "Grade": grade_cell(book, member)}
        if "Feedback comments" in cells:
            cells["Feedback comments"] = "; ".join(remarks_on_person(book, member.label))
        rows.append([cells.get(heading, "") for heading in headings])
    return upload_text(rows)


def gradebook_for_canvas(book: Gradebook) -> str:
    """A table for the import of Canvas's gradebook; its row of points is one that Canvas expects."""
    members = listed_members(book)
    headings = list(members[0].cells)
    theirs = [h for h in headings if CANVAS_NUMBER.fullmatch(h.removeprefix(book.title))]
    title = next((h for h in theirs if h.startswith(book.title)), book.title)
    rows = [[*CANVAS_WHO, title]]
    rows.append(["    Points Possible", "", "", "", "", shown_points(book.maximum)])
    exported = {"Student", "ID", "Section"} <= set(headings)
    for member in members:
        who = [member.name, "", member.id, member.login or member.email, ""]
        if exported:
            who = [member.cells.get(heading, "") for heading in CANVAS_WHO]
        rows.append([*who, grade_cell(book, member)])
    return upload_text(rows)


def listed_members(book: Gradebook) -> list[ClassMember]:
    """Those on the roster; there are some wherever an assignment names one."""
    return [member for member in book.members.values() if member.listed]


def grade_cell(book: Gradebook, member: ClassMember) -> str:
    """What counts; nothing where the grader failed, so that nobody is given less for that."""
    return number_cell(book.adjusted(member.label))


def upload_text(rows: Sequence[Sequence[str]]) -> str:
    """Both read plain UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*map(harmless_cell, row)] for row in rows)
    return out.getvalue()
