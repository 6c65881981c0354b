"""A due time and a late rule, as students are told them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from interview.classroom.lateness import LateTerms
from interview.classroom.remarks import shown_points
from interview.messages import _, ngettext


def due_in_words(due: datetime) -> str:
    """`2026-12-01 23:59 Europe/Berlin`; the zone as its offset where it has no name."""
    return f"{due:%Y-%m-%d %H:%M} {getattr(due.tzinfo, 'key', '') or due.tzname() or ''}".strip()


def late_rule_in_words(terms: LateTerms) -> Iterator[str]:
    """A sentence on each part of the rule; none where being late costs nothing."""
    if terms.grace:
        text = _("What is late by no more than {span} is in time.")
        yield text.format(span=span_in_words(terms.grace))
    if terms.percent_a_day:
        text = _("Each day that has begun since the due time costs {percent} % of what you earned.")
        if terms.of == "maximum":
            text = _(
                "Each day that has begun since the due time costs {percent} % of what the question is worth."
            )
        yield text.format(percent=shown_points(terms.percent_a_day))
    if terms.cut_off is not None:
        text = _("What is late earns nothing.")
        if terms.cut_off:
            text = _("What is later than {span} earns nothing.")
        yield text.format(span=span_in_words(terms.cut_off))
    if terms.percent_a_day or terms.cut_off is not None:
        yield _("Each question is late by its own file.")


def span_in_words(span: timedelta) -> str:
    """`2 days 12 hours`, to the minute."""
    minutes = round(span / timedelta(minutes=1))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        (days, ngettext("{count} day", "{count} days", days)),
        (hours, ngettext("{count} hour", "{count} hours", hours)),
        (minutes, ngettext("{count} minute", "{count} minutes", minutes)),
    ]
    told = [text.format(count=count) for count, text in parts if count]
    return " ".join(told) or _("nothing")
