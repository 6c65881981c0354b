"""All reports of a batch, written into its folder."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import keeping
from interview.export.report import as_html
from interview.export.tables import as_csv, as_gradescope, as_junit
from interview.files import whole

LONGEST = 200
"""Bytes of a folder's name; common file systems allow 255."""


def write_reports(folder: Path, book: Gradebook) -> list[Path]:
    """`scores.csv`, `junit.xml`, `report.html`, and `gradescope/<person>/results.json`; where they are.

    Raises UsageError if one cannot be written.
    """
    scope = folder / "gradescope"
    texts = {
        folder / "scores.csv": as_csv(book),
        folder / "junit.xml": as_junit(book),
        folder / "report.html": as_html(book),
        **{
            scope / name / "results.json": as_gradescope(book, person)
            for person, name in zip(book.people, folder_names(book.people), strict=True)
        },
    }
    for path, text in texts.items():
        with keeping(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path) as place:
                place.write_text(text, encoding="utf-8")
    return [*list(texts)[:3], scope]


def folder_names(people: list[str]) -> list[str]:
    """A safe folder name for each person, all different."""
    names: list[str] = []
    taken: set[str] = set()
    for person in people:
        name = short(re.sub(r"[^\w. -]", "_", person)).strip(". ") or "_"
        fresh, count = name, 2
        while fresh.casefold() in taken:
            fresh, count = f"{name}_{count}", count + 1
        taken.add(fresh.casefold())
        names.append(fresh)
    return names


def short(name: str) -> str:
    """As much of it as a file system takes, which counts bytes, with room for a number behind."""
    encoding = sys.getfilesystemencoding()
    return name.encode(encoding, "ignore")[:LONGEST].decode(encoding, "ignore")
