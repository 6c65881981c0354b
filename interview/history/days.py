"""Which day a moment belongs to: days are local and begin at four, so a late evening stays whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAY_BEGINS = timedelta(hours=4)
SQL_DAY = "date(at, 'localtime', '-4 hours')"
"""The day of a row; made by SQLite, which is many times faster over a whole history."""


def day_of(moment: datetime) -> date:
    """The learner's day at this moment."""
    return (moment.astimezone() - DAY_BEGINS).date()


def first_moment(day: date) -> datetime:
    """When a day begins."""
    return (datetime(day.year, day.month, day.day) + DAY_BEGINS).astimezone()
