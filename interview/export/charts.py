"""Charts as SVG that stands in a page: with axes, a name and a description, without a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import TYPE_CHECKING

from interview.export.svg import label, text_width

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup

WIDTH_OF_CHART, HEIGHT_OF_CHART = 700, 250
CHART_LEFT, CHART_RIGHT, CHART_TOP, CHART_BOTTOM = 44, 12, 36, 42
"""Pixels of a chart, and of its margins, in which labels stand."""
ROOM_OF_LABEL = 84
"""Pixels from one label of a date to the next: the first has its year."""
LINES_OF_GRID = 5
"""Lines of a grid, beside the one at zero."""
WIDEST_COLUMN = 48


@dataclass(frozen=True)
class ChartAxis:
    """Where values from `low` to `high` are drawn: from `start` to `end`, in pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True)
class ChartColumn:
    """One column: its parts from below, each with its class, and what stands under and above it."""

    under: str
    parts: tuple[tuple[str, float], ...]
    above: str = ""
    says: str = ""
    """On pointing at it."""


def across() -> tuple[float, float]:
    """From where to where a chart's axis of time goes."""
    return float(CHART_LEFT), float(WIDTH_OF_CHART - CHART_RIGHT)


def upward(high: float) -> ChartAxis:
    """The axis of values from zero on."""
    return ChartAxis(0, high, HEIGHT_OF_CHART - CHART_BOTTOM, CHART_TOP)


def chart_as_svg(id: str, name: str, says: str, parts: Sequence[str]) -> Markup:
    """The whole: `name` is what a screen reader calls it, `says` what it shows."""
    # Imported here, as jinja2 is: no other command needs it.
    from markupsafe import Markup

    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH_OF_CHART} {HEIGHT_OF_CHART}" role="img" '
        f'aria-labelledby="{id}-name" aria-describedby="{id}-says" font-size="12">\n'
        f'<title id="{id}-name">{escape(name)}</title><desc id="{id}-says">{escape(says)}</desc>\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def columns(many: Sequence[ChartColumn], axis: ChartAxis, every: int = 1) -> Iterator[str]:
    """The columns side by side, stacked; every so many has what stands under it."""
    left, right = across()
    slot = (right - left) / len(many)
    wide = min(WIDEST_COLUMN, slot * 0.8)
    for place, column in enumerate(many):
        middle, value = left + (place + 0.5) * slot, 0.0
        for kind, amount in column.parts:
            top, foot = axis.at(value + amount), axis.at(value)
            if amount:
                size = f'width="{wide:.1f}" height="{foot - top:.1f}"'
                yield (
                    f'<rect class="{kind}" x="{middle - wide / 2:.1f}" y="{top:g}" {size}>'
                    f"<title>{escape(column.says)}</title></rect>"
                )
            value += amount
        if column.above:
            yield label_inside(middle, axis.at(value) - 5, column.above)
        if place % every == 0:
            yield under_axis(middle, column.under)


def label_inside(x: float, y: float, text: str) -> str:
    """A label in the middle of its place, moved where it would stick out of the chart."""
    half = text_width(text) / 2
    return label(round(min(max(x, half), WIDTH_OF_CHART - half), 1), y, text, "middle")


def under_axis(x: float, text: str) -> str:
    return label_inside(x, HEIGHT_OF_CHART - CHART_BOTTOM + 18, text)


def names_of_axes(upward_name: str, across_name: str = "") -> Iterator[str]:
    """What is counted from below, and from left to right where that is no date."""
    yield label(0, 14, upward_name)
    if across_name:
        yield label(WIDTH_OF_CHART - CHART_RIGHT, HEIGHT_OF_CHART - 6, across_name, "end")


def line_at(x: float, name: str, kind: str, lower: bool = False) -> Iterator[str]:
    """A line from top to bottom with its name on it; `lower` to its left, where another's may stand on top."""
    foot = HEIGHT_OF_CHART - CHART_BOTTOM
    yield f'<line class="{kind}" x1="{x:g}" x2="{x:g}" y1="{CHART_TOP}" y2="{foot}"/>'
    yield (
        label(x - 5, CHART_TOP + 12, name, "end") if lower else label_inside(x, CHART_TOP - 6, name)
    )


def grid_of_counts(highest: float) -> tuple[ChartAxis, list[str]]:
    """An axis of whole numbers that holds the highest, with a line at each round one."""
    step = round_step(highest / LINES_OF_GRID)
    high = step * max(1, ceil(highest / step))
    axis = upward(high)
    return axis, [*lines_across(axis, [(n, str(n)) for n in range(0, high + 1, step)])]


def grid_of_shares() -> tuple[ChartAxis, list[str]]:
    """An axis from 0 to 1, told in percent."""
    axis = upward(1)
    return axis, [*lines_across(axis, [(n / 4, f"{25 * n}%") for n in range(5)])]


def lines_across(axis: ChartAxis, values: Sequence[tuple[float, str]]) -> Iterator[str]:
    left, right = across()
    for value, text in values:
        y = axis.at(value)
        yield f'<line class="grid" x1="{left:g}" x2="{right:g}" y1="{y:g}" y2="{y:g}"/>'
        yield label(left - 6, y + 4, text, "end")


def round_step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below `least`."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step >= least:
                return factor * step
        step *= 10


def dates_under(days: Sequence[date]) -> tuple[list[str], int]:
    """What stands under each day, and that every so many is shown; its year with the first shown of it."""
    left, right = across()
    every = max(1, ceil(ROOM_OF_LABEL * len(days) / (right - left)))
    texts, year = [], 0
    for place, day in enumerate(days):
        told = day.isoformat() if day.year != year else f"{day:%m-%d}"
        texts.append(told)
        if place % every == 0:
            year = day.year
    return texts, every
