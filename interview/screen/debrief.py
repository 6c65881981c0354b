"""The debrief of a mock interview on the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.export.debrief import attempts, label, percent
from interview.messages import _
from interview.practice.mock.results import Debrief, Result
from interview.screen.console import foreign, out
from interview.screen.prompt import paged, title
from interview.screen.prose import prose
from interview.wording.names import word

BAR = 20
WELL, FAIR = 0.75, 0.4
"""From these scores on it is green, or yellow."""


def show_debrief(debrief: Debrief, written: list[Path]) -> None:
    """Scores, then part by part, then what to study and where the files are."""
    head = Text(_("Debrief"), style="bold")
    out().print(Rule(head, align="left", style="bright_black"))
    total = Text(percent(debrief.total.score), style=f"bold {colour(debrief.total.score)}")
    taken = _("{minutes} minutes planned, {taken} taken")
    taken = taken.format(minutes=debrief.plan.minutes, taken=debrief.took)
    parts: list[RenderableType] = [total.append(f"  {taken}", "not bold bright_black")]
    parts += [title(_("Score by topic")), topics(debrief), title(_("Time")), times(debrief)]
    for result in debrief.results:
        parts += part(result)
    if debrief.mistakes:
        parts.append(title(_("Mistakes shown")))
        parts += [item("✗", "red", f"{m.question.title}: {m.says}") for m in debrief.mistakes]
    parts += [title(_("What to study next")), advice(debrief)]
    paged(*parts)
    files(written)


def topics(debrief: Debrief) -> RenderableType:
    """A bar for each topic."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for one in debrief.topics:
        full = round(BAR * one.score)
        bar = Text("█" * full, colour(one.score)).append("░" * (BAR - full), "bright_black")
        table.add_row(word(one.topic), bar, Text(f"{percent(one.score):>5}", style="bold"))
    return table


def times(debrief: Debrief) -> RenderableType:
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
        score = Text(percent(result.score), style=colour(result.score))
        table.add_row(Text(label(result)), result.planned, took, score)
    return table


def part(result: Result) -> list[RenderableType]:
    """What was said and missed, right and wrong."""
    head = title(label(result))
    if not result.reached:
        return [head, Text(_("not reached"), style="bright_black")]
    found: list[RenderableType] = [head]
    for point in result.points:
        found.append(item(*mark(point.said), point.point))
    for one in result.follow_ups:
        found.append(Text(_("Follow-up"), style="bright_black"))
        found += [prose(one.ask), Text(_("A good answer"), style="bright_black")]
        found.append(prose(one.answer))
    for drill in result.drills:
        found.append(item(*mark(drill.right), drill.text))
        given = _("{given}; right: {expected}")
        given = given.format(given=drill.given or "–", expected=drill.expected)
        found.append(Padding(foreign(given, "bright_black"), (0, 0, 0, 2)))
        if not drill.right:
            found.append(Padding(prose(drill.because), (0, 0, 0, 2)))
    if result.part.kind in ("coding", "debugging"):
        found.append(item(*mark(result.status == "accepted"), attempts(result)))
    if result.fault:
        found.append(item(*mark(result.named == result.fault), result.fault))
    return found


def mark(good: bool) -> tuple[str, str]:
    return ("✓", "green") if good else ("✗", "red")


def item(sign: str, style: str, text: str) -> RenderableType:
    """A mark, and prose that wraps beside it."""
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(sign, style=style), prose(text))
    return table


def advice(debrief: Debrief) -> RenderableType:
    """Why, and the command under it."""
    table = Table.grid(padding=(0, 2, 0, 0))
    longest = max((cell_len(one.command) for one in debrief.advice), default=0)
    table.add_column(min_width=min(longest, 30))
    table.add_column(overflow="fold")
    for one in debrief.advice:
        table.add_row(Text(one.command, style="bold green"), Text(one.why))
    return table


def files(written: list[Path]) -> None:
    out().print()
    for path in written:
        out().print(foreign(str(path)), soft_wrap=True)


def colour(score: float | None) -> str:
    if score is None:
        return "bright_black"
    return "green" if score >= WELL else "yellow" if score >= FAIR else "red"
