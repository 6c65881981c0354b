"""The debrief of a mock interview on the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.export.debrief import (
    attempts_in_words,
    comparison_in_words,
    debrief_title,
    left_in_words,
    part_label,
    percent,
    score_in_words,
    topic_in_words,
)
from interview.messages import _
from interview.practice.mock.results import Debrief, PartResult
from interview.screen.console import foreign_text, out
from interview.screen.prompt import section_title, show_pages
from interview.screen.prose import render_prose
from interview.text import inert_name
from interview.wording.names import name_in_words

SCORE_BAR_WIDTH = 20
GOOD_SCORE, FAIR_SCORE = 0.75, 0.4
"""From these scores on it is green, or yellow."""


def show_debrief(debrief: Debrief, written: list[Path]) -> None:
    """Scores, then part by part, then what to study and where the files are."""
    head = Text(debrief_title(_("Debrief"), debrief), style="bold")
    out().print(Rule(head, align="left", style="bright_black"))
    total = Text(score_in_words(debrief.total), style=f"bold {score_colour(debrief.total.score)}")
    taken = _("{minutes} minutes planned, {taken} taken")
    taken = taken.format(minutes=debrief.plan.minutes, taken=debrief.took)
    parts: list[RenderableType] = [total.append(f"  {taken}", "not bold bright_black")]
    if debrief.before:
        parts.append(Text(comparison_in_words(debrief), style="bright_black"))
    parts += [
        section_title(_("Score by topic")),
        topics_table(debrief),
        section_title(_("Time")),
        times_table(debrief),
    ]
    for result in debrief.results:
        parts += part_in_detail(result)
    if debrief.mistakes:
        parts.append(section_title(_("Mistakes shown")))
        parts += [
            line_with_mark("✗", "red", f"{m.question.title}: {m.says}") for m in debrief.mistakes
        ]
    parts += [section_title(_("What to study")), advice_table(debrief)]
    show_pages(*parts)
    show_written_files(written)


def topics_table(debrief: Debrief) -> RenderableType:
    """A bar for each topic."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for topic in debrief.topics:
        full = round(SCORE_BAR_WIDTH * topic.score)
        bar = Text("█" * full, score_colour(topic.score)).append(
            "░" * (SCORE_BAR_WIDTH - full), "bright_black"
        )
        figure = Text(
            f"{topic_in_words(topic):>5}", style="bold" if topic.reached else "bright_black"
        )
        last = debrief.before.topics.get(topic.topic) if debrief.before else None
        was = "" if last is None else _("{score} last time").format(score=percent(last))
        table.add_row(name_in_words(topic.topic), bar, figure, Text(was, style="bright_black"))
    return table


def times_table(debrief: Debrief) -> RenderableType:
    """Each part's time against the plan."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    for _column in range(3):
        table.add_column(justify="right", no_wrap=True)
    head = (Text(text, style="bright_black") for text in (_("planned"), _("taken"), _("score")))
    table.add_row("", *head)
    for result in debrief.results:
        late = result.seconds > 60 * result.part.minutes
        took = Text(result.took if result.reached else "–", style="yellow" if late else "")
        score = Text(percent(result.score), style=score_colour(result.score))
        table.add_row(Text(part_label(result)), result.planned, took, score)
    return table


def part_in_detail(result: PartResult) -> list[RenderableType]:
    """What was said and missed, right and wrong."""
    head = section_title(part_label(result))
    if not result.reached:
        return [head, Text(_("not reached"), style="bright_black")]
    rows: list[RenderableType] = [head]
    for point in result.points:
        rows.append(line_with_mark(*right_or_wrong(point.said), point.point))
    for follow_up in result.follow_ups:
        rows.append(Text(_("Follow-up"), style="bright_black"))
        rows += [render_prose(follow_up.ask), Text(_("A good answer"), style="bright_black")]
        rows.append(render_prose(follow_up.answer))
    for drill in result.drills:
        rows.append(line_with_mark(*right_or_wrong(drill.right), drill.text))
        given = _("{given}; right: {expected}")
        given = given.format(given=drill.given or "–", expected=drill.expected)
        rows.append(Padding(foreign_text(given, "bright_black"), (0, 0, 0, 2)))
        if not drill.right:
            rows.append(Padding(render_prose(drill.because), (0, 0, 0, 2)))
    if result.part.kind in ("coding", "debugging"):
        right = right_or_wrong(result.status == "accepted" or result.core)
        rows.append(line_with_mark(*right, attempts_in_words(result)))
        if left := left_in_words(result):
            rows.append(Padding(foreign_text(left), (0, 0, 0, 2)))
    if result.fault:
        rows.append(line_with_mark(*right_or_wrong(result.named == result.fault), result.fault))
    return rows


def right_or_wrong(good: bool) -> tuple[str, str]:
    return ("✓", "green") if good else ("✗", "red")


def line_with_mark(sign: str, style: str, text: str) -> RenderableType:
    """A mark, and prose that wraps beside it."""
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(sign, style=style), render_prose(text))
    return table


def advice_table(debrief: Debrief) -> RenderableType:
    """Why, and the command under it."""
    table = Table.grid(padding=(0, 2, 0, 0))
    longest = max((cell_len(advice.command) for advice in debrief.advice), default=0)
    table.add_column(min_width=min(longest, 30))
    table.add_column(overflow="fold")
    for advice in debrief.advice:
        table.add_row(Text(advice.command, style="bold green"), Text(advice.why))
    return table


def show_written_files(written: list[Path]) -> None:
    out().print()
    for path in written:
        out().print(foreign_text(inert_name(str(path))), soft_wrap=True)


def score_colour(score: float | None) -> str:
    if score is None:
        return "bright_black"
    return "green" if score >= GOOD_SCORE else "yellow" if score >= FAIR_SCORE else "red"
