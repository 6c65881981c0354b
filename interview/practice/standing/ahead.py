"""The days that are left of a plan, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from interview.history.days import day_of
from interview.history.figures import DayAhead, PlanAhead
from interview.history.plans import current_preparation
from interview.history.store import Store
from interview.model.card import Card


def plan_ahead(cards: Sequence[Card], store: Store, at: datetime) -> PlanAhead | None:
    """What each day from today on holds; None where there is no plan, or its day has come."""
    plan, today = current_preparation(store), day_of(at)
    if plan is None or plan.on <= today:
        return None
    # Imported here: the home screen needs it only with a plan, and the scheduler takes as long as all the rest.
    from interview.practice.preparation.progress import read_done, standing_of_plan

    done = read_done(store, plan, store.statuses(), cards, at)
    schedule = standing_of_plan(plan, cards, done, at).schedule
    worked = {
        day.day: DayAhead(day.day, len(day.new), len(day.write), day.due, day.mock)
        for day in schedule.days
    }
    days = (today + timedelta(days=number) for number in range((plan.on - today).days))
    return PlanAhead(plan.on, tuple(worked.get(day, DayAhead(day)) for day in days))
