"""A page for each student, and all of them in one zip to upload: as Moodle takes feedback files, or plainly."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from interview import messages
from interview.classroom.gradebook import Gradebook
from interview.classroom.layouts import moodle_folder
from interview.classroom.ledger import explaining_write_errors
from interview.classroom.student_view import page_language, page_view
from interview.export.class_page import questions_told
from interview.export.own_files import has_mark
from interview.export.student_layout import PAGE_MARK, page_as_html, page_as_markdown
from interview.export.student_page import student_page
from interview.files import as_bytes, whole_file
from interview.model.question import Question

STUDENTS_NAME, ZIP_NAME = "students", "students.zip"
FEEDBACK_NAME = "feedback"
"""Of somebody's page in their own folder."""
SUFFIXES = (".html", ".md")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same pages make the same zip."""


def write_student_pages(
    folder: Path, book: Gradebook, names: list[str], lang: str, now: datetime | None = None
) -> list[Path]:
    """`students/<name>.html` and `.md`, and `students.zip`; where they are.

    names: of everybody in the book, all different and safe. lang: of whoever has no other.
    Raises UsageError if one cannot be written.
    """
    place, zipped = folder / STUDENTS_NAME, folder / ZIP_NAME
    folders = moodle_folders(book)
    pages = person_pages(book, lang, now or datetime.now(UTC))
    with (
        explaining_write_errors(zipped),
        whole_file(zipped) as file,
        zipfile.ZipFile(file, "w") as archive,
    ):
        for person, name, texts in zip(book.people, names, pages, strict=True):
            inner = f"{folders[person]}/{FEEDBACK_NAME}" if person in folders else name
            for suffix, data in texts.items():
                write_page(place / f"{name}{suffix}", data)
                archive.writestr(zip_entry(f"{inner}{suffix}"), data)
    with explaining_write_errors(place):
        forget_pages(place, set(names))
    return [place, zipped]


def write_page(path: Path, data: bytes) -> None:
    with explaining_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(data)


def person_pages(book: Gradebook, lang: str, now: datetime) -> Iterator[dict[str, bytes]]:
    """Everybody's page by suffix, each in its language; in the order of the people."""
    view = page_view(book, now)
    questions: dict[str, dict[str, Question]] = {}
    books: dict[str, Gradebook] = {}
    for person in book.people:
        tongue = page_language(book, person, lang)
        if tongue not in questions:
            questions[tongue] = questions_told(book.cards, tongue)
            books[tongue] = book.told_in(tongue)
        with messages.speaking(tongue):
            page = student_page(books[tongue], person, view, questions[tongue], tongue)
            texts = (page_as_html(page), page_as_markdown(page))
        yield dict(zip(SUFFIXES, map(as_bytes, texts), strict=True))


def moodle_folders(book: Gradebook) -> dict[str, str]:
    """By person: the folder in which Moodle looks for what is given back; of a class that came from there.

    Moodle takes the number between the first two underscores, so a name has none.
    """
    told = {found.person: found.returns for found in book.found if found.returns}
    if told:
        for person, member in book.members.items():
            if member.participant and person not in told:
                told[person] = moodle_folder(f"{member.name or 'Participant'}_{member.participant}")
    return {person: safe_folder(folder) for person, folder in told.items()}


def safe_folder(folder: str) -> str:
    name, number, *rest = folder.rsplit("_", 4)
    plain = re.sub(r"[^\w. -]|_", " ", name)[:100].strip(". ") or "Participant"
    return "_".join([plain, number, *rest])


def zip_entry(inner: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(inner, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def forget_pages(place: Path, names: set[str]) -> None:
    """Removes the pages of people who are gone; what else lies there stays."""
    for path in place.iterdir() if place.is_dir() else ():
        ours = path.suffix in SUFFIXES and path.name.removesuffix(path.suffix) not in names
        if ours and path.is_file() and has_mark(path, PAGE_MARK):
            path.unlink()
