"""All reports of a batch, written into its folder."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import explaining_write_errors
from interview.export.class_page import gradebook_as_html
from interview.export.class_tables import gradebook_as_csv, gradebook_as_junit, gradescope_results
from interview.files import as_bytes, whole_file

LONGEST_FOLDER_NAME = 200
"""Bytes of a folder's name; common file systems allow 255."""


def write_reports(folder: Path, book: Gradebook) -> list[Path]:
    """`scores.csv`, `junit.xml`, `report.html`, and `gradescope/<person>/results.json`; where they are.

    Raises UsageError if one cannot be written.
    """
    scope = folder / "gradescope"
    texts = {
        folder / "scores.csv": gradebook_as_csv(book),
        folder / "junit.xml": gradebook_as_junit(book),
        folder / "report.html": gradebook_as_html(book),
        **{
            scope / name / "results.json": gradescope_results(book, person)
            for person, name in zip(book.people, folder_names(book.people), strict=True)
        },
    }
    for path, text in texts.items():
        with explaining_write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as file:
                file.write(as_bytes(text))
    return [*list(texts)[:3], scope]


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
