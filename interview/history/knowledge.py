"""What was known on each day of the past, as the reviews told it then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from interview.history.days import day_of, first_moment
from interview.history.reviews import GOOD, STANDING_REVIEWS, moment_of, time_stamp
from interview.history.store import Store

MOST_DAYS_TOLD = 120
"""Of a longer history some days are left out; the first and the last are there."""


@dataclass(frozen=True)
class KnowledgeOnDay:
    """Answers and exercises as they stood at the end of a day, in the words of a topic's standing."""

    day: date
    known: int
    fading: int
    shaky: int

    @property
    def met(self) -> int:
        return self.known + self.fading + self.shaky


def knowledge_by_day(store: Store, items: Collection[str], at: datetime) -> list[KnowledgeOnDay]:
    """From the first review of any of the items up to this moment; the last day is today, as it stands now."""
    query = (
        f"SELECT at, id, item, rating, due FROM {STANDING_REVIEWS} AND at <= ? "
        "AND item NOT LIKE 'drill:%' ORDER BY at, id"
    )
    rows = store.do(lambda c: c.execute(query, (time_stamp(at),)).fetchall())
    rows = [row for row in rows if row[2] in items]
    if not rows:
        return []
    last: dict[str, tuple[int, int, str]] = {}
    """Item -> number, rating and due of its last review so far."""
    points, place = [], 0
    for day in spread_days(day_of(moment_of(rows[0][0])), day_of(at)):
        end = time_stamp(min(at, first_moment(day + timedelta(days=1))))
        while place < len(rows) and rows[place][0] <= end:
            _at, id, item, rating, due = rows[place]
            last[item] = max(last.get(item, (0, 0, "")), (id, rating, due))
            place += 1
        later = [rating for _id, rating, due in last.values() if due > end]
        known = sum(rating >= GOOD for rating in later)
        points.append(KnowledgeOnDay(day, known, len(last) - len(later), len(later) - known))
    return points


def spread_days(first: date, last: date) -> list[date]:
    """Evenly as many days as are drawn at most, both ends among them."""
    days = max(0, (last - first).days)
    count = min(days, MOST_DAYS_TOLD - 1)
    steps = [round(number * days / count) for number in range(count + 1)] if count else [0]
    return [first + timedelta(days=step) for step in steps]
