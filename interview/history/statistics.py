"""What the history adds up to: activity by day, recall by time, mistakes made again, time taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from interview.history.days import SQL_DAY
from interview.history.reviews import HARD, STANDING_REVIEWS
from interview.history.store import Store

NAMED_MISCONCEPTIONS = (
    "SELECT question, misconception, at FROM attempt WHERE misconception IS NOT NULL "
    "UNION ALL SELECT question, each.value AS misconception, at "
    "FROM attempt, json_each(case_misconceptions) AS each WHERE case_misconceptions != '[]'"
)
"""Every one that an attempt was told of: the one of all its failed cases, or those of single cases."""


@dataclass(frozen=True)
class SeenMisconception:
    """A misconception seen in attempts."""

    question: str
    misconception: str
    times: int
    days: int
    """On how many different days."""
    last: str
    overcome: bool
    """Whether the exercise was passed after it was last seen."""


@dataclass(frozen=True)
class Recall:
    """An item that was asked again."""

    days: int
    """Since the review before."""
    well: bool


def answers_by_day(store: Store) -> Counter[date]:
    """How much was answered on each day; an exercise that was tried counts once, a stub not at all."""
    query = (
        f"SELECT {SQL_DAY} AS day, COUNT(*) FROM {STANDING_REVIEWS} AND item NOT LIKE 'exercise:%' GROUP BY day "
        f"UNION ALL SELECT {SQL_DAY} AS day, COUNT(DISTINCT question) FROM attempt "
        "WHERE status != 'not_written' GROUP BY day"
    )
    counts: Counter[date] = Counter()
    for day, count in store.do(lambda c: c.execute(query).fetchall()):
        counts[date.fromisoformat(day)] += count
    return counts


def items_of_day(store: Store, day: date) -> dict[str, bool]:
    """What was reviewed on a day: item -> whether for the first time ever."""
    query = f"SELECT item, MIN({SQL_DAY}) FROM {STANDING_REVIEWS} GROUP BY item HAVING SUM({SQL_DAY} = ?)"
    rows = store.do(lambda c: c.execute(query, (day.isoformat(),)).fetchall())
    return {item: first == day.isoformat() for item, first in rows}


def streak(days: Counter[date], today: date) -> int:
    """Days in a row up to today; a day that is not over yet does not break it."""
    day = today if days[today] else today - timedelta(days=1)
    count = 0
    while days[day]:
        count, day = count + 1, day - timedelta(days=1)
    return count


def longest_streak(days: Counter[date]) -> int:
    best = length = 0
    before: date | None = None
    for day in sorted(days):
        length = length + 1 if before and day - before == timedelta(days=1) else 1
        best, before = max(best, length), day
    return best


def list_recalls(store: Store) -> list[Recall]:
    """Every review of an item that had been reviewed before."""
    query = (
        f"SELECT item, CAST(julianday({SQL_DAY}) AS INTEGER), rating FROM {STANDING_REVIEWS} "
        "ORDER BY item, at, id"
    )
    recalls = []
    item_before, day_before = "", 0
    for item, day, rating in store.do(lambda c: c.execute(query).fetchall()):
        if item == item_before:
            recalls.append(Recall(day - day_before, rating >= HARD))
        item_before, day_before = item, day
    return recalls


def list_misconceptions(store: Store) -> list[SeenMisconception]:
    """Those made on most days first, among them the most frequent."""
    query = (
        "SELECT question, misconception, times, days, last, EXISTS(SELECT 1 FROM attempt "
        "WHERE question = held.question AND status = 'accepted' AND at > held.last) "
        "FROM (SELECT question, misconception, COUNT(*) AS times, MAX(at) AS last, "
        f"COUNT(DISTINCT {SQL_DAY}) AS days FROM ({NAMED_MISCONCEPTIONS}) "
        "GROUP BY question, misconception) AS held "
        "ORDER BY days DESC, times DESC, last DESC"
    )
    rows = store.do(lambda c: c.execute(query).fetchall())
    return [
        SeenMisconception(question, misconception, count, days, last, bool(overcome))
        for question, misconception, count, days, last, overcome in rows
    ]


def seconds_by_item(store: Store) -> dict[str, list[float]]:
    """Item -> the seconds its reviews took, drills left out, and what was not measured."""
    query = (
        f"SELECT item, seconds FROM {STANDING_REVIEWS} AND seconds > 0 AND item NOT LIKE 'drill:%'"
    )
    measured: dict[str, list[float]] = {}
    for item, seconds in store.do(lambda c: c.execute(query).fetchall()):
        measured.setdefault(item, []).append(seconds)
    return measured
