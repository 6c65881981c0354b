"""The gradebook as one HTML page that opens offline: no script, no link to anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from interview.bank.loading import load_quickly
from interview.classroom.gradebook import Gradebook, totals_of, why_not_accepted
from interview.classroom.remarks import remarks_on_person, shown_points
from interview.classroom.teaching import lessons_of
from interview.errors import QuestionError
from interview.export.book import HTML_LANGUAGES
from interview.export.debrief import prose_as_markup
from interview.export.histogram import binned, histogram_as_svg, spread_in_words
from interview.messages import _
from interview.model.card import Card
from interview.model.question import Question
from interview.text import inert
from interview.wording.names import name_in_words

GRADEBOOK_TEMPLATE = Path(__file__).with_name("class_page.html.jinja")


def gradebook_as_html(book: Gradebook, lang: str = "en") -> str:
    """The page; everything foreign is escaped. What to teach is told in the class's language, else in `lang`."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    filters = {"inert": inert, "reason": why_not_accepted, "said": name_in_words}
    filters |= {"points": shown_points, "moment": shown_moment, "prose": prose_as_markup}
    environment.filters.update(filters)
    environment.globals.update(_=_, remarks=remarks_on_person)
    totals = totals_of(book)
    tongue = (book.assigned.ready.language if book.assigned else "") or lang
    asked = [card for card in book.cards if card.id in book.mistakes]
    told = questions_told(asked, tongue)
    english = told if tongue == "en" else questions_told(asked, "en")
    return environment.from_string(GRADEBOOK_TEMPLATE.read_text(encoding="utf-8")).render(
        book=book,
        c=book.conditions,
        bins=binned(totals, book.maximum),
        draw=histogram_as_svg,
        spread=spread_in_words(totals, book.maximum),
        lessons=lessons_of(book.mistakes, told, english),
        lessons_lang=HTML_LANGUAGES[tongue],
    )


def questions_told(cards: Iterable[Card], lang: str) -> dict[str, Question]:
    """The questions by id, in this language, or in English; without those that can't be read."""
    told = {}
    for card in cards:
        for tongue in (lang, "en"):
            with suppress(QuestionError, OSError):
                told[card.id] = load_quickly(card.folder, tongue)
                break
    return told


def shown_moment(time: datetime) -> str:
    """Day, time and zone."""
    return f"{time:%Y-%m-%d %H:%M} {time.tzinfo}"
