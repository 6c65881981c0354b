"""A plan as an iCalendar file (RFC 5545), for any calendar: an entry a day, and the interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from interview.invocation import as_called
from interview.messages import _
from interview.wording.amounts import amounts_in_words, mock_command

if TYPE_CHECKING:
    from interview.history.plans import Preparation
    from interview.practice.preparation.schedule import PlannedDay, Schedule

CRLF = "\r\n"
CALENDAR_MARK = "PRODID:-//transformer-interview//plan//EN"
LONGEST_CONTENT_LINE = 75
"""Bytes of a line without its break; what is longer is folded_line (§3.1)."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
"""Of a text value (§3.3.11)."""


def plan_as_calendar(schedule: Schedule, titles: Mapping[str, str], now: datetime) -> str:
    """The file; `titles` are those of the questions. Each day keeps its id, so that it can be taken in again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", CALENDAR_MARK]
    stamp = f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    since = schedule.plan.since.isoformat()
    for day in schedule.days:
        if summary := summary_of_day(day):
            text = "\n".join(lines_of_day(day, titles, schedule.plan))
            lines += event_lines(f"{since}-{day.day}", stamp, day.day, summary, text)
    lines += event_lines(f"{since}-interview", stamp, schedule.plan.on, _("The interview"), "")
    return CRLF.join(folded_line(line) for line in [*lines, "END:VCALENDAR"]) + CRLF


def event_lines(uid: str, stamp: str, day: date, summary: str, text: str) -> Iterator[str]:
    """An entry of a whole day, which keeps nobody busy."""
    yield from ("BEGIN:VEVENT", f"UID:{uid}@transformer-interview", stamp)
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{summary.translate(ESCAPES)}"
    if text:
        yield f"DESCRIPTION:{text.translate(ESCAPES)}"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def summary_of_day(day: PlannedDay) -> str:
    """`Interview practice: 2 new, 9 due`; nothing where there is nothing to do."""
    told = amounts_in_words(len(day.new), len(day.write), day.due, day.mock)
    return _("Interview practice: {what}").format(what=_(", ").join(told)) if told else ""


def lines_of_day(day: PlannedDay, titles: Mapping[str, str], plan: Preparation) -> Iterator[str]:
    """The commands of the day, with the titles of what is new."""
    if day.due:
        yield as_called("interview quiz --due")
    for card in day.new:
        yield f"{as_called(f'interview quiz {card.number}')}: {titles[card.id]}"
    for card in day.write:
        yield f"{as_called(f'interview start {card.number}')}: {titles[card.id]}"
    if day.mock:
        yield as_called(mock_command(day.mock, plan.topic, plan.track))


def folded_line(line: str) -> str:
    """A content line in pieces of no more bytes than allowed, never within a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > LONGEST_CONTENT_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return CRLF.join(pieces)
