"""What a learner says about a plan, made into one; what can't be one is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from interview.bank import Bank
from interview.errors import UsageError
from interview.history.days import day_of
from interview.history.plans import Preparation, current_preparation
from interview.history.rows import LONGEST_PLAN
from interview.history.store import Recorder, Store
from interview.messages import _
from interview.model.bank import ALL
from interview.practice.memory.selection import track_meant, word_meant
from interview.practice.preparation.days import working_days
from interview.practice.preparation.rehearsal import Rehearsal, rehearsal_of


@dataclass(frozen=True)
class PlanWish:
    """What was said; None is nothing, and leaves a plan as it is."""

    on: str | None = None
    minutes: int | None = None
    weekends: bool | None = None
    topic: str | None = None
    track: str | None = None

    def __bool__(self) -> bool:
        return self != PlanWish()

    def nothing_else(self, option: str) -> None:
        """Raises UsageError where something is said beside an option that stands alone."""
        if self:
            text = _("{option}: expected nothing beside it: end the plan, or change it")
            raise UsageError(text.format(option=option))


def planned_mock(recorder: Recorder, bank: Bank, now: datetime) -> Rehearsal:
    """A mock interview as the plan has it, up to the day of the interview; the usual one without a plan."""
    plan = recorder.tried(current_preparation, None)
    if plan is None or plan.on <= day_of(now):
        return Rehearsal()
    if not any(map(plan.is_about, bank.cards)):  # it was made with other banks
        plan = replace(plan, topic="", track="")
    return rehearsal_of(plan)


def mock_from_wish(
    planned: Rehearsal, minutes: int | None, topic: str | None, track: str | None = None
) -> Rehearsal:
    """A mock interview as it was asked for, and as planned in what was not said; `all` are all of them.

    A topic and a track say together what it is about: who says one of them has another thing in mind.
    """
    if topic is not None or track is not None:
        planned = replace(planned, topic=unless_all(topic), track=unless_all(track))
    return planned if minutes is None else replace(planned, minutes=minutes)


def unless_all(said: str | None) -> str:
    return "" if said is None or said.casefold() == ALL else said


def plan_from_wish(store: Store, wish: PlanWish, bank: Bank, now: datetime) -> Preparation:
    """A new plan from today on, or the one there is with what was said changed; raises UsageError.

    A plan that goes on keeps its first day; one whose day is past begins anew.
    """
    today, before = day_of(now), current_preparation(store)
    if before and before.on <= today:
        before = None
    if wish.on is None and before is None:
        raise UsageError(_("--on: expected the day of the interview, such as --on 2026-12-10"))
    on = interview_day(wish.on, today) if wish.on is not None else before.on if before else today
    plan = replace(before, on=on) if before else Preparation(on, today)
    if wish.minutes is not None:
        plan = replace(plan, minutes=wish.minutes)
    if wish.weekends is not None:
        plan = replace(plan, weekends=wish.weekends)
    plan = about_what_is_wished(plan, wish, bank)
    if not working_days(plan, today):
        text = _("no day to learn on is left before {date}: say --weekends, or a later day")
        raise UsageError(text.format(date=plan.on))
    return plan


def about_what_is_wished(plan: Preparation, wish: PlanWish, bank: Bank) -> Preparation:
    """The plan with the topic and the track that were said; raises UsageError where it would have no question."""
    if wish.track is not None:
        track = unless_all(wish.track)
        plan = replace(plan, track=track and track_meant(track, bank.cards))
    if wish.topic is not None:
        topic = unless_all(wish.topic)
        topics = (card.topic for card in bank.cards)
        plan = replace(plan, topic=topic and word_meant("--topic", topic, topics))
    if (wish.track or wish.topic) and not any(map(plan.is_about, bank.cards)):
        text = _(
            "--track {track} --topic {topic}: no such question: "
            "say {all} for one of them, or name another"
        )
        raise UsageError(text.format(track=plan.track, topic=plan.topic, all=f"`{ALL}`"))
    return plan


def interview_day(said: str, today: date) -> date:
    """The day that was named; raises UsageError where it is none, or no day that can be planned for."""
    try:
        day = date.fromisoformat(said.strip())
    except ValueError:
        text = _("--on {said}: expected a date such as {example}")
        raise UsageError(text.format(said=said, example=f"{today.year}-12-10")) from None
    if day < today:
        text = _("--on {day}: that day is past, today is {today}: expected a later one")
        raise UsageError(text.format(day=day, today=today))
    if day == today:
        text = _(
            "--on {day}: that is today, and nothing is left to plan: "
            "`interview quiz --due` repeats what is about to be forgotten"
        )
        raise UsageError(text.format(day=day))
    if (day - today).days > LONGEST_PLAN:
        text = _("--on {day}: that is over a year from now: expected an earlier day")
        raise UsageError(text.format(day=day))
    return day
