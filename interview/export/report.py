"""The gradebook as one HTML page that opens offline: no script, no link to anywhere."""

from __future__ import annotations

from pathlib import Path

from interview.classroom.changes import said
from interview.classroom.gradebook import Gradebook, reason
from interview.messages import _
from interview.text import inert

TEMPLATE = Path(__file__).with_name("report.html.jinja")


def as_html(book: Gradebook) -> str:
    """The page; everything foreign is escaped."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(inert=inert, reason=reason, said=said)
    environment.globals.update(_=_)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        book=book, c=book.conditions
    )
