"""A plan to the day of an interview: its line on the home screen, and all its days."""

from __future__ import annotations

from datetime import date, timedelta

from rich.table import Table
from rich.text import Text

from interview.history.plans import Preparation
from interview.messages import N_, _, ngettext
from interview.model.card import Card
from interview.practice.preparation.progress import Outlook, PlanStanding
from interview.practice.preparation.schedule import PlannedDay, Schedule
from interview.screen.console import out, show_sentences, with_bold_words
from interview.screen.next_step import show_labelled
from interview.wording.amounts import amounts_in_words
from interview.wording.names import name_in_words

FULL_WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)


def show_plan_today(standing: PlanStanding, due: int) -> None:
    """Which day it is and what it holds; `due` is how much is due now, of all questions."""
    show_labelled(_("Plan"), plan_today_in_words(standing, due))
    if standing.days_left >= 0 and standing.outlook.met:
        show_labelled("", f"[bright_black]{outlook_in_words(standing.outlook, standing.plan)}[/]")


def plan_today_in_words(standing: PlanStanding, due: int) -> str:
    """`day 3 of 14: 2 new, 9 due, a mock on Saturday`."""
    schedule, plan = standing.schedule, standing.plan
    if standing.days_left < 0:
        text = _("{date} is past: {another} for another day, or {end}")
        commands = {"another": "interview plan --on", "end": "interview plan --end"}
        return with_bold_words(text, **commands, date=plan.on.isoformat())
    if not standing.days_left:
        return _("today is the day; good luck")
    today = schedule.now or PlannedDay(schedule.today)
    told = amounts_in_words(len(today.new), len(today.write), due, today.mock)
    if schedule.now is None:
        told = [_("a day off"), *told]
    elif schedule.now.light:
        told = [_("the last day, nothing new"), *told]
    elif not told:
        told = [_("all done that is new today")]
    if schedule.next_mock and schedule.next_mock > schedule.today:
        told.append(mock_in_words(schedule.next_mock, schedule.today))
    text = _("day {number} of {total}: {what}")
    return text.format(number=schedule.number, total=plan.total, what=_(", ").join(told))


def mock_in_words(day: date, today: date) -> str:
    days = (day - today).days
    if days == 1:
        return _("a mock tomorrow")
    if days < 7:
        return _("a mock on {day}").format(day=_(FULL_WEEKDAYS[day.weekday()]))
    return _("a mock on {day}").format(day=day.isoformat())


def outlook_in_words(outlook: Outlook, plan: Preparation) -> str:
    """How likely today's knowledge is to hold, and of how much of it that is said."""
    text = _(
        "{met} of {total} questions met; without another look, about {share} of them "
        "would be known on {date}"
    )
    return text.format(
        met=outlook.met, total=outlook.total, share=f"{outlook.likely:.0%}", date=plan.on
    )


def show_preparation(standing: PlanStanding, due: int, holds_all: int | None) -> None:
    """The whole plan; `holds_all` are minutes a day in which all would find room, if it doesn't now."""
    plan, schedule = standing.plan, standing.schedule
    show_sentences(f"[bold]{plan_in_words(plan)}[/]", plan_today_in_words(standing, due))
    if standing.outlook.met:
        show_sentences(outlook_in_words(standing.outlook, plan))
    out().print()
    out().print(table_of_days(schedule))
    show_what_finds_no_room(schedule, holds_all)
    text = _("Another day: {change}. For a calendar: {ics}. No plan any more: {end}.")
    commands = {
        "change": "interview plan --on DATE",
        "ics": "interview plan --ics FILE",
        "end": "interview plan --end",
    }
    show_sentences(
        "",
        _("It is made anew every day from what you really did."),
        with_bold_words(text, **commands),
    )


def plan_in_words(plan: Preparation) -> str:
    text = _("Your interview: {date}, {minutes} minutes a day")
    parts = [text.format(date=day_in_words(plan.on), minutes=plan.minutes)]
    if not plan.weekends:
        parts.append(_("weekends off"))
    parts += [name_in_words(about) for about in (plan.track, plan.topic) if about]
    return " · ".join(parts)


def day_in_words(day: date) -> str:
    return f"{day.isoformat()} {_(FULL_WEEKDAYS[day.weekday()])}"


def table_of_days(schedule: Schedule) -> Table:
    """A row for each day up to that of the interview."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    planned = {day.day: day for day in schedule.days}
    for number in range(max(0, (schedule.plan.on - schedule.today).days)):
        day = schedule.today + timedelta(days=number)
        style = "bold" if not number else ""
        table.add_row(Text(day_in_words(day), style), Text(day_as_planned(planned.get(day)), style))
    table.add_row(Text(day_in_words(schedule.plan.on), "bold green"), Text(_("the interview")))
    return table


def day_as_planned(day: PlannedDay | None) -> str:
    """What a day holds, with the numbers of its questions."""
    if day is None:
        return _("a day off")
    told = []
    if day.new:
        told.append(_("new: {numbers}").format(numbers=numbers_of_cards(day.new)))
    if day.write:
        told.append(_("write: {numbers}").format(numbers=numbers_of_cards(day.write)))
    told += amounts_in_words(due=day.due, mock=day.mock)
    if day.light:
        told.append(_("nothing new"))
    return " · ".join(told) or "–"


def numbers_of_cards(cards: tuple[Card, ...]) -> str:
    return " ".join(str(card.number) for card in cards)


def show_what_finds_no_room(schedule: Schedule, holds_all: int | None) -> None:
    """Said plainly: what the time is too short for, and how much would do."""
    new, write = len(schedule.unlearned), len(schedule.unwritten)
    amounts = [
        (ngettext("{count} question", "{count} questions", new), new),
        (ngettext("{count} exercise", "{count} exercises", write), write),
    ]
    told = [text.format(count=count) for text, count in amounts if count]
    if not told:
        return
    show_sentences("", _("No room is left for {what}.").format(what=" · ".join(told)))
    if holds_all:
        text = _("All of it fits with {option}.")
        show_sentences(with_bold_words(text, option=f"--minutes {holds_all}"))
