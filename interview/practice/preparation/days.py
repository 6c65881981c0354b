"""The days of a plan: which are worked on, on which there is a mock interview, and which is light."""

from __future__ import annotations

from datetime import date, timedelta

from interview.history.plans import Preparation

SATURDAY = 5
SHORTEST_WITH_MOCK = 3
"""Days of work: of fewer none is spent on a mock interview."""
DAYS_TO_A_MOCK = 6
"""About so many days of work to each mock interview."""


def working_days(plan: Preparation, since: date) -> list[date]:
    """The days to work on from `since` up to the day before the interview."""
    first = max(since, plan.since)
    days = [first + timedelta(days=number) for number in range((plan.on - first).days)]
    return [day for day in days if plan.weekends or day.weekday() < SATURDAY]


def mock_days(plan: Preparation) -> list[date]:
    """The days of the mock interviews, the last of them two working days before the interview.

    They are spread evenly; a Saturday or Sunday beside such a day is taken for it, as there is more time.
    """
    days = working_days(plan, plan.since)
    if len(days) < SHORTEST_WITH_MOCK:
        return []
    count = max(1, round(len(days) / DAYS_TO_A_MOCK))
    last = len(days) - 2
    places = [round((number + 1) * last / count) for number in range(count)]
    chosen = [days[near_weekend(days, place)] for place in places[:-1]]
    return sorted({*chosen, days[last]})


def near_weekend(days: list[date], place: int) -> int:
    """The place of a day of a weekend among a day and its two neighbours; that of the day if there is none."""
    near = [p for p in (place, place - 1, place + 1) if 0 < p < len(days) - 2]
    return next((p for p in near if days[p].weekday() >= SATURDAY), place)


def mock_days_left(plan: Preparation, today: date, held: int) -> list[date]:
    """The days of the mock interviews still to hold, `held` of which were held already.

    One that was missed is held today, unless the next is close; on the last day there is none.
    """
    left = mock_days(plan)[held:]
    later = [day for day in left if day > today]
    days = working_days(plan, today)
    missed = len(later) < len(left)
    close = bool(later) and (later[0] - today).days < 2
    if missed and not close and days[:1] == [today] and today != days[-1]:
        return [today, *later]
    return later
