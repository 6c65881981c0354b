"""The history in figures as one HTML page that opens offline: charts, tables, no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from interview.export.progress import minutes_and_seconds, shade_of_day
from interview.export.progress_charts import charts_of_progress
from interview.export.svg import label
from interview.history.figures import Progress
from interview.messages import _, ngettext, spoken
from interview.text import inert
from interview.wording.times import WEEKDAYS

if TYPE_CHECKING:
    from markupsafe import Markup

PROGRESS_TEMPLATE = Path(__file__).with_name("progress.html.jinja")
PROGRESS_MARK = "interview progress"
CALENDAR_WEEKS, CALENDAR_CELL = 53, 14
CALENDAR_LEFT, CALENDAR_TOP = 40, 18
"""Pixels beside and above the squares, in which weekdays and months stand."""


def progress_as_html(progress: Progress, titles: Mapping[str, str], lang: str) -> str:
    """The page; everything that isn't ours is escaped."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(inert=inert, clock=minutes_and_seconds)
    environment.globals.update(_=_, spoken=spoken)
    return environment.from_string(PROGRESS_TEMPLATE.read_text(encoding="utf-8")).render(
        lang=lang,
        mark=PROGRESS_MARK,
        p=progress,
        titles=titles,
        head=activity_in_words(progress),
        calendar=calendar_as_svg(progress.days, progress.today),
        charts=list(charts_of_progress(progress)),
    )


def activity_in_words(progress: Progress) -> str:
    head = ngettext(
        "{count} answers · {streak} day in a row now, {longest} at most",
        "{count} answers · {streak} days in a row now, {longest} at most",
        progress.streak,
    )
    return head.format(count=progress.answered, streak=progress.streak, longest=progress.longest)


def calendar_as_svg(days: Mapping[date, int], today: date) -> Markup:
    """A column of squares for each week of the last year, with its months and weekdays."""
    # Imported here, as jinja2 is: no other command needs it.
    from markupsafe import Markup

    monday = today - timedelta(days=today.weekday(), weeks=CALENDAR_WEEKS - 1)
    width = CALENDAR_LEFT + CALENDAR_WEEKS * CALENDAR_CELL
    height = CALENDAR_TOP + 7 * CALENDAR_CELL
    parts = [*labels_of_calendar(monday), *squares_of_calendar(days, monday, today)]
    return Markup(
        f'<svg class="calendar" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{_("Activity")}" font-size="11">\n' + "\n".join(parts) + "\n</svg>"
    )


def labels_of_calendar(monday: date) -> Iterator[str]:
    """The weekdays, and each month over the week in which it begins."""
    for number, name in enumerate(WEEKDAYS):
        yield label(CALENDAR_LEFT - 6, CALENDAR_TOP + number * CALENDAR_CELL + 10, _(name), "end")
    for week in range(CALENDAR_WEEKS):
        day = monday + timedelta(weeks=week, days=6)
        if day.day <= 7:
            told = f"{day:%Y-%m}" if day.month == 1 or week < 5 else f"{day:%m}"
            yield label(CALENDAR_LEFT + week * CALENDAR_CELL, CALENDAR_TOP - 6, told)


def squares_of_calendar(days: Mapping[date, int], monday: date, today: date) -> Iterator[str]:
    """A square for each day, from light to dark; what it says is its date and how much was answered."""
    highest = max(days.values(), default=0)
    for number in range((today - monday).days + 1):
        day = monday + timedelta(days=number)
        count = days.get(day, 0)
        week, weekday = divmod(number, 7)
        x, y = CALENDAR_LEFT + week * CALENDAR_CELL, CALENDAR_TOP + weekday * CALENDAR_CELL
        yield (
            f'<rect class="s{shade_of_day(count, highest)}" x="{x}" y="{y}" width="11" height="11" '
            f'rx="2"><title>{day}: {count}</title></rect>'
        )
