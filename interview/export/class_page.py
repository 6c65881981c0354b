"""The gradebook as one HTML page that opens offline: no script, no link to anywhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from interview.classroom.gradebook import Gradebook, why_not_accepted
from interview.classroom.remarks import remarks_on_person, shown_points
from interview.messages import _
from interview.text import inert
from interview.wording.names import name_in_words

GRADEBOOK_TEMPLATE = Path(__file__).with_name("class_page.html.jinja")


def gradebook_as_html(book: Gradebook) -> str:
    """The page; everything foreign is escaped."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    filters = {"inert": inert, "reason": why_not_accepted, "said": name_in_words}
    environment.filters.update(filters, points=shown_points, moment=shown_moment)
    environment.globals.update(_=_, remarks=remarks_on_person)
    return environment.from_string(GRADEBOOK_TEMPLATE.read_text(encoding="utf-8")).render(
        book=book, c=book.conditions
    )


def shown_moment(time: datetime) -> str:
    """Day, time and zone."""
    return f"{time:%Y-%m-%d %H:%M} {time.tzinfo}"
