"""When an assignment is due, and what it costs to be late."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from interview.messages import _

DUE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ] *(\d{1,2}:\d{2}(?::\d{2})?) *([A-Za-z+-]\S*)")
OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")
SPAN = re.compile(r"(\d+(?:\.\d+)?) *(day|hour|minute)s?", re.IGNORECASE)
DAY = timedelta(days=1)
PARTS_OF_A_DAY = {"day": 1, "hour": 24, "minute": 24 * 60}
LONGEST_SPAN = 3660
"""Days; nobody has more time than ten years."""


@dataclass(frozen=True)
class LateTerms:
    """A late rule, read."""

    percent_a_day: float = 0.0
    of: Literal["earned", "maximum"] = "earned"
    grace: timedelta = timedelta()
    cut_off: timedelta | None = None

    def days(self, late: timedelta) -> int:
        """The days that count: each that has begun, none within the grace."""
        return 0 if late <= self.grace else math.ceil(late / DAY)

    @property
    def least(self) -> timedelta:
        """The least that is late."""
        return self.grace + timedelta(seconds=1)

    def too_late(self, late: timedelta) -> bool:
        return self.cut_off is not None and late > max(self.cut_off, self.grace)

    def left(self, earned: float, maximum: float, late: timedelta) -> float:
        """What is left of the points that were earned."""
        if self.too_late(late):
            return 0.0
        base = earned if self.of == "earned" else maximum
        return round(max(0.0, earned - base * self.percent_a_day / 100 * self.days(late)), 2)


def read_due(text: str) -> datetime:
    """`2026-12-01 23:59 Europe/Berlin` as a time with its zone; raises ValueError, which says what is wrong."""
    match = DUE.fullmatch(text.strip())
    if not match:
        told = _(
            "expected a day, a time and a zone, got {text!r}: "
            "write it like `2026-12-01 23:59 Europe/Berlin` or `2026-12-01 23:59 +01:00`"
        )
        raise ValueError(told.format(text=text))
    day, time, zone = match.groups()
    try:
        day = "-".join(part.zfill(2) for part in day.split("-"))
        moment = datetime.fromisoformat(f"{day} {time.zfill(5 if time.count(':') == 1 else 8)}")
    except ValueError:
        told = _("there is no such day or time: {text!r}: look into a calendar")
        raise ValueError(told.format(text=text)) from None
    return moment.replace(tzinfo=zone_named(zone))


def zone_named(name: str) -> tzinfo:
    """The zone of a name, `UTC` or an offset; raises ValueError."""
    match = OFFSET.fullmatch(name)
    if match:
        span = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if span < DAY:
            return timezone(-span if match[1] == "-" else span)
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    try:
        if not match:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    told = _(
        "no zone of this name: {name!r}: write one like Europe/Berlin, or an offset like +01:00"
    )
    raise ValueError(told.format(name=name))


def read_span(text: str) -> timedelta:
    """`2 days 12 hours` as a span of time; raises ValueError, which says what is wrong."""
    rest = SPAN.sub("", text).replace(",", " ").strip()
    parts = SPAN.findall(text)
    if rest or not parts:
        told = _("expected a span of time, got {text!r}: write it like `2 days` or `90 minutes`")
        raise ValueError(told.format(text=text))
    days = sum(float(number) / PARTS_OF_A_DAY[unit.lower()] for number, unit in parts)
    if days > LONGEST_SPAN:
        told = _("expected at most {count} days, got {text!r}: write less")
        raise ValueError(told.format(count=LONGEST_SPAN, text=text))
    return timedelta(seconds=round(days * DAY.total_seconds()))


def lateness(handed_in: datetime, due: datetime, extra: timedelta) -> timedelta:
    """By how much something came late, never less than nothing; both times have a zone.

    Extra time is by the calendar: two days later at the same hour, whatever the clocks do.
    """
    until = (due + extra).astimezone(UTC)
    return max(timedelta(), handed_in.astimezone(UTC) - until)
