"""The history as a screen: a calendar, the topics, what is remembered, mistakes, times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from interview.bank import Bank
from interview.export.progress import minutes_and_seconds, shade_of_day
from interview.history.figures import FOR_EVER, Progress, Retention, Timing
from interview.history.statistics import SeenMisconception
from interview.invocation import as_called
from interview.messages import _, ngettext
from interview.screen.charts import show_days_ahead, show_knowledge, show_mock_scores
from interview.screen.console import foreign_text, out, show_sentences, with_bold_words
from interview.screen.home import show_topics
from interview.wording.times import WEEKDAYS

WEEKS_SHOWN, RETENTION_BAR_WIDTH, MISTAKES_SHOWN = 53, 24, 5
DAYS_OF_A_CURVE = 3
"""Of fewer, a curve says no more than the topics."""
FIGURES_WIDTH = 34
"""Columns beside a title in the table of times."""
SHADES = (("·", "bright_black"), ("░", "green"), ("▒", "green"), ("▓", "green"), ("█", "green"))


def show_progress(progress: Progress, bank: Bank, lang: str) -> None:
    """Everything the history tells."""
    if not progress.answered:
        show_sentences(
            with_bold_words(
                _("Nothing answered yet. Begin with {command}."), command="interview quiz"
            )
        )
        if progress.ahead:
            show_progress_section(_("The days ahead"))
            show_days_ahead(progress.ahead)
        return
    show_progress_section(_("Activity"))
    show_calendar(progress.days, progress.today)
    show_activity_figures(progress)
    show_progress_section(_("Known by topic"))
    show_topics(progress.topics)
    if len(progress.knowledge) >= DAYS_OF_A_CURVE:
        show_progress_section(_("Known over time"))
        show_knowledge(progress.knowledge)
    if progress.ahead:
        show_progress_section(_("The days ahead"))
        show_days_ahead(progress.ahead)
    if progress.retention:
        show_progress_section(_("Still known when asked again"))
        for span in progress.retention:
            show_span(span)
    if progress.misconceptions:
        show_progress_section(_("Mistakes, the most persistent first"))
        for held in progress.misconceptions[:MISTAKES_SHOWN]:
            show_seen_misconception(held, bank)
    if progress.mocks:
        show_progress_section(_("Mock interviews"))
        show_mock_scores(progress.mocks)
    if progress.timings:
        show_progress_section(_("Time per question"))
        show_timings(progress.timings, bank, lang)


def show_progress_section(text: str) -> None:
    out().print(Text(f"\n{text}", "bold"))


def show_calendar(days: Mapping[date, int], today: date) -> None:
    """A column for each week up to this one, as many as fit; a row for each weekday."""
    names = [_(name) for name in WEEKDAYS]
    left = max(map(cell_len, names)) + 1
    weeks = min(WEEKS_SHOWN, (out().width - left) // 2)
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    out().print(month_line(monday, weeks, left), soft_wrap=True)
    highest = max(days.values(), default=0)
    for weekday, name in enumerate(names):
        line = Text(name + " " * (left - cell_len(name)), "bright_black")
        for week in range(weeks):
            day = monday + timedelta(weeks=week, days=weekday)
            if day <= today:
                line.append(*SHADES[shade_of_day(days.get(day, 0), highest)]).append(" ")
        line.rstrip()
        out().print(line, soft_wrap=True)


def month_line(monday: date, weeks: int, left: int) -> Text:
    """The number of a month over the week it begins in."""
    line = " " * left
    for week in range(weeks):
        day = monday + timedelta(weeks=week, days=6)
        line += f"{day.month:<2}" if day.day <= 7 else "  "
    return Text(line.rstrip(), "bright_black")


def show_activity_figures(progress: Progress) -> None:
    active = sum(1 for count in progress.days.values() if count)
    parts = [
        ngettext("{count} answer", "{count} answers", progress.answered),
        ngettext("{days} day", "{days} days", active),
        _("{streak} in a row now"),
        _("{longest} at most"),
    ]
    figures = {"streak": progress.streak, "longest": progress.longest, "days": active}
    text = " · ".join(parts).format(count=progress.answered, **figures)
    out().print(Text(text, "bright_black"))


def show_span(span: Retention) -> None:
    share = span.recalled / span.asked
    filled = round(RETENTION_BAR_WIDTH * share)
    label = span_name(span)
    line = Text(" " * max(0, 14 - cell_len(label)) + label + "  ")
    line.append("█" * filled, "green" if share >= 0.8 else "yellow")
    line.append("░" * (RETENTION_BAR_WIDTH - filled), "bright_black").append(f" {share:4.0%}")
    of = ngettext("  of {count}", "  of {count}", span.asked)
    out().print(line.append(of.format(count=span.asked), "bright_black"), soft_wrap=True)


def span_name(span: Retention) -> str:
    if span.high == FOR_EVER:
        return _("over {days} days").format(days=span.low - 1)
    if span.low == span.high:
        return ngettext("{days} day", "{days} days", span.low).format(days=span.low)
    return _("{low}-{high} days").format(low=span.low, high=span.high)


def show_seen_misconception(held: SeenMisconception, bank: Bank) -> None:
    """A misconception, how often it was made, and whether it is over."""
    number = bank.by_id[held.question].number
    mark = Text("✓ ", "green") if held.overcome else Text("✗ ", "red")
    where = _("in question {number}").format(number=number)
    times = ngettext("once", "{count} times", held.times).format(count=held.times)
    days = ngettext("on one day", "on {days} days", held.days).format(days=held.days)
    line = mark.append_text(foreign_text(held.misconception, "bold"))
    line.append(f"  {where} · {times} · {days}", "bright_black")
    out().print(line, soft_wrap=True)
    again = as_called(f"interview show {number} --answer")
    state = _("passed since") if held.overcome else again
    out().print(Text(f"  {state}", "bright_black" if held.overcome else "bold"))


def show_timings(timings: list[Timing], bank: Bank, lang: str) -> None:
    """A row for each question: its answer aloud, and its code against the time it has."""
    table = Table(box=None, pad_edge=False, header_style="bright_black", padding=(0, 2, 0, 0))
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", overflow="ellipsis", no_wrap=True, max_width=out().width - FIGURES_WIDTH)
    for name in (_("answer"), _("code"), _("allowed")):
        table.add_column(name, justify="right", no_wrap=True, min_width=6)
    for timing in timings:
        late = (timing.exercise_seconds or 0) > timing.card.minutes * 60
        code = Text(minutes_and_seconds(timing.exercise_seconds), "yellow" if late else "")
        label = foreign_text(bank.title(timing.card, lang))
        minutes = _("{minutes} min").format(minutes=timing.card.minutes)
        answer = minutes_and_seconds(timing.answer_seconds)
        table.add_row(str(timing.card.number), label, answer, code, Text(minutes, "bright_black"))
    out().print(table)
