"""Charts in characters, readable without colour: what was known, the days ahead, mock interviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from rich.cells import cell_len
from rich.text import Text

from interview.history.days import day_of
from interview.history.figures import DayAhead, PlanAhead
from interview.history.knowledge import KnowledgeOnDay
from interview.history.mocks import MockScore
from interview.messages import _, ngettext
from interview.screen.console import out, show_sentences, with_bold_words
from interview.wording.amounts import amounts_in_words
from interview.wording.names import name_in_words
from interview.wording.times import WEEKDAYS

ROWS_OF_CHART, WIDEST_CURVE = 6, 64
"""Of the curve of what was known."""
DAYS_SHOWN, MOCKS_SHOWN, WIDEST_BAR = 14, 8, 24
PartOfBar = tuple[str, str, int]
"""A character, its style, and how much of it there is."""


def show_knowledge(points: Sequence[KnowledgeOnDay]) -> None:
    """A column for each day, or each few of them: what was known, and above it what else was met."""
    highest = max(point.met for point in points)
    left = len(str(highest)) + 1
    columns = spread_over(points, min(WIDEST_CURVE, out().width - left - 1))
    for row in range(ROWS_OF_CHART, 0, -1):
        told = highest if row == ROWS_OF_CHART else highest // 2 if row * 2 == ROWS_OF_CHART else ""
        line = Text(f"{told:>{left - 1}}│", "bright_black")
        for point in columns:
            line.append(*cell_of_column(point, row, highest))
        line.rstrip()
        out().print(line, soft_wrap=True)
    show_ends_of_time(left, columns[0].day, columns[-1].day, len(columns))
    show_key(left, (("█", "green", _("known")), ("░", "yellow", _("to refresh or not firm yet"))))


def spread_over(points: Sequence[KnowledgeOnDay], width: int) -> list[KnowledgeOnDay]:
    """As many points as there are columns, both ends among them; each several times where it is a short history."""
    if len(points) <= width:
        return [point for point in points for _again in range(width // len(points))]
    return [points[round(place * (len(points) - 1) / (width - 1))] for place in range(width)]


def cell_of_column(point: KnowledgeOnDay, row: int, highest: int) -> tuple[str, str]:
    """What stands in a row, counted from below: known by halves of a character, then the rest of what was met."""
    halves = round(2 * ROWS_OF_CHART * point.known / highest)
    if halves >= 2 * row:
        return "█", "green"
    if halves == 2 * row - 1:
        return "▄", "green"
    return ("░", "yellow") if round(ROWS_OF_CHART * point.met / highest) >= row else (" ", "")


def show_ends_of_time(left: int, first: date, last: date, width: int) -> None:
    """The first and the last day below a chart."""
    ends = first.isoformat(), last.isoformat()
    between = max(1, width - sum(map(len, ends)))
    out().print(Text(" " * left + (" " * between).join(ends), "bright_black"), soft_wrap=True)


def show_key(left: int, parts: Sequence[tuple[str, str, str]]) -> None:
    """What the characters mean."""
    line = Text(" " * left, "bright_black")
    for mark, style, text in parts:
        line.append(mark, style).append(f" {text}  ")
    line.rstrip()
    out().print(line, soft_wrap=True)


def show_days_ahead(ahead: PlanAhead) -> None:
    """A bar for each day of the next fortnight, by how much it holds, and the interview."""
    days = ahead.days[:DAYS_SHOWN]
    names = [day_in_short(day.day) for day in (*days, DayAhead(ahead.on))]
    left = max(map(cell_len, names)) + 2
    words = [" · ".join(amounts_in_words(day.new, day.write, day.due, day.mock)) for day in days]
    most = max([1, *(day.items for day in days)])
    room = out().width - left - max(map(cell_len, words)) - 2
    width = max(1, min(WIDEST_BAR, room, most if most > WIDEST_BAR // 2 else 2 * most))
    for name, day, told in zip(names, days, words, strict=False):
        line = Text(name + " " * (left - cell_len(name)))
        line.append_text(bar_of_day(day, width, most)).append("  ")
        line.append(told or "–", "" if told else "bright_black")
        out().print(line, soft_wrap=True)
    if more := len(ahead.days) - len(days):
        text = ngettext(
            "… and {count} more day: {command}", "… and {count} more days: {command}", more
        )
        show_sentences(with_bold_words(text, command="interview plan", count=str(more)))
    name = names[-1] + " " * (left - cell_len(names[-1]))
    out().print(Text(name).append(_("the interview"), "bold green"), soft_wrap=True)
    marks = (("█", "cyan", _("new")), ("▓", "cyan", _("to write")), ("░", "yellow", _("due")))
    show_key(left, marks)


def day_in_short(day: date) -> str:
    return f"{day:%m-%d} {_(WEEKDAYS[day.weekday()])}"


def bar_of_day(day: DayAhead, width: int, most: int) -> Text:
    """Each part as long as it is much, and no part lost."""
    parts = (("█", "cyan", day.new), ("▓", "cyan", day.write), ("░", "yellow", day.due))
    bar = Text()
    for mark, style, count in parts:
        bar.append(mark * min(width - len(bar), ceil(width * count / most)), style)
    return bar.append(" " * (width - len(bar)))


def show_mock_scores(mocks: Sequence[MockScore]) -> None:
    """The last ones, the earliest first."""
    shown = mocks[-MOCKS_SHOWN:]
    words = [length_of_mock(mock) for mock in shown]
    room = out().width - len("2026-03-01  ") - len(" 100%  ") - max(map(cell_len, words))
    for mock, told in zip(shown, words, strict=True):
        show_mock_score(mock, told, max(8, min(WIDEST_BAR, room)))


def length_of_mock(mock: MockScore) -> str:
    """How long it took, of which track it was, and how much of it was reached where that was not all."""
    parts = [_("{minutes} min").format(minutes=mock.minutes)]
    if mock.track:
        parts.append(name_in_words(mock.track))
    if mock.reached < 1:
        parts.append(_("{share} reached").format(share=f"{mock.reached:.0%}"))
    return " · ".join(parts)


def show_mock_score(mock: MockScore, told: str, width: int) -> None:
    """A bar: what was scored, and up to where it was reached."""
    scored = round(width * mock.score)
    reached = max(scored, round(width * mock.reached))
    line = Text(f"{day_of(mock.at)}  ").append("█" * scored, "green")
    line.append("▒" * (reached - scored), "yellow")
    line.append("░" * (width - reached), "bright_black").append(f" {mock.score:4.0%}", "bold")
    out().print(line.append(f"  {told}", "bright_black"), soft_wrap=True)
