"""All reports of a batch, written into its folder."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from pathlib import Path

from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import explaining_write_errors
from interview.export.class_gradescope import gradescope_results
from interview.export.class_junit import gradebook_as_junit
from interview.export.class_page import gradebook_as_html
from interview.export.class_students import write_student_pages
from interview.export.class_tables import (
    alike_as_csv,
    details_as_csv,
    gradebook_as_csv,
    maxima_as_csv,
)
from interview.export.class_uploads import gradebook_for_canvas, gradebook_for_moodle
from interview.files import as_bytes, whole_file

ALIKE_NAME = "similar.csv"
PASSING_TABLES = (ALIKE_NAME, "details.csv", "moodle.csv", "canvas.csv")
"""What there is only where something is alike, or with an assignment."""
GRADESCOPE_NAME = "results.json"
LONGEST_FOLDER_NAME = 200
"""Bytes of a folder's name; common file systems allow 255."""


def write_reports(folder: Path, book: Gradebook, lang: str = "en") -> list[Path]:
    """All tables and pages, `gradescope/<person>/results.json` and a page for each student; where they are.

    lang: of the students' pages, where nothing else is said of it. Raises UsageError if one cannot be written.
    """
    scope = folder / "gradescope"
    tables = {folder / name: text for name, text in class_tables(book, lang).items()}
    names = folder_names(book.people)
    results = {
        scope / name / GRADESCOPE_NAME: gradescope_results(book, person)
        for person, name in zip(book.people, names, strict=True)
    }
    for path, text in {**tables, **results}.items():
        with explaining_write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as file:
                file.write(as_bytes(text))
    with explaining_write_errors(scope):
        forget_what_is_gone(folder, tables.keys(), scope, set(names))
    return [*tables, scope, *write_student_pages(folder, book, names, lang)]


def class_tables(book: Gradebook, lang: str = "en") -> dict[str, str]:
    """By their names; those for other platforms only where a roster says who is who."""
    texts = {
        "scores.csv": gradebook_as_csv(book),
        "maxima.csv": maxima_as_csv(book),
        "junit.xml": gradebook_as_junit(book),
        "report.html": gradebook_as_html(book, lang),
    }
    if book.alike:
        texts[ALIKE_NAME] = alike_as_csv(book)
    if book.assigned:
        texts["details.csv"] = details_as_csv(book)
        if book.assigned.ready.roster:
            texts["moodle.csv"] = gradebook_for_moodle(book)
            texts["canvas.csv"] = gradebook_for_canvas(book)
    return texts


def forget_what_is_gone(
    folder: Path, tables: Collection[Path], scope: Path, names: set[str]
) -> None:
    """Removes tables and results of an earlier run that this one has no more; what else lies there stays."""
    for table in (folder / name for name in PASSING_TABLES):
        if table not in tables:
            table.unlink(missing_ok=True)
    for place in scope.iterdir() if scope.is_dir() else ():
        old = place / GRADESCOPE_NAME
        if place.name not in names and old.is_file():
            old.unlink()
            if not any(place.iterdir()):
                place.rmdir()


def folder_names(people: list[str]) -> list[str]:
    """A safe folder name for each person, all different."""
    names: list[str] = []
    taken: set[str] = set()
    for person in people:
        name = shortened_name(re.sub(r"[^\w. -]", "_", person)).strip(". ") or "_"
        fresh, count = name, 2
        while fresh.casefold() in taken:
            fresh, count = f"{name}_{count}", count + 1
        taken.add(fresh.casefold())
        names.append(fresh)
    return names


def shortened_name(name: str) -> str:
    """As much of it as a file system takes, which counts bytes, with room for a number behind."""
    encoding = sys.getfilesystemencoding()
    return name.encode(encoding, "ignore")[:LONGEST_FOLDER_NAME].decode(encoding, "ignore")
