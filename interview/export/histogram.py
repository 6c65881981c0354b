"""How the points of a class are spread: as a small picture, and in words for who doesn't see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from statistics import mean, quantiles
from typing import TYPE_CHECKING

from interview.classroom.remarks import shown_points
from interview.messages import _, ngettext

if TYPE_CHECKING:
    from markupsafe import Markup

BINS = 10
WIDTH, HEIGHT, LABEL, BETWEEN_BARS = 360, 120, 20, 3
"""Pixels: of the picture, of a line of text below and above the bars, and what is between two."""


@dataclass(frozen=True)
class Bin:
    """A tenth of the maximum, and how many people are in it."""

    low: float
    high: float
    count: int


def binned(totals: Sequence[float], maximum: float) -> list[Bin]:
    """Tenths of the maximum; what is above it, by points given by hand, is in the last."""
    width = maximum / BINS
    counts = [0] * BINS
    for total in totals if width else ():
        counts[min(BINS - 1, max(0, int(total / width + 1e-9)))] += 1
    return [Bin(i * width, (i + 1) * width, count) for i, count in enumerate(counts)]


def spread_in_words(totals: Sequence[float], maximum: float) -> str:
    """Mean, median and quartiles of the totals."""
    if not totals:
        return _("Nothing was graded yet.")
    low, middle, high = (
        quantiles(totals, n=4, method="inclusive") if len(totals) > 1 else [*totals] * 3
    )
    text = ngettext(
        "{count} person of whom something was graded has {mean} of {maximum} points.",
        "{count} people of whom something was graded: on average {mean} of {maximum} points, the median "
        "{middle}; the middle half has {low} to {high}.",
        len(totals),
    )
    numbers = {"mean": mean(totals), "middle": middle, "low": low, "high": high, "maximum": maximum}
    shown = {name: shown_points(value) for name, value in numbers.items()}
    return text.format(count=len(totals), **shown)


def histogram_as_svg(bins: Sequence[Bin], name: str) -> Markup:
    """A bar for each tenth with its count above it; `name` is what a screen reader says."""
    from markupsafe import Markup

    most = max(one.count for one in bins) or 1
    step = WIDTH / len(bins)
    parts = []
    for place, one in enumerate(bins):
        height = (HEIGHT - 2 * LABEL) * one.count / most
        left, top = place * step, HEIGHT - LABEL - height
        size = f'width="{step - BETWEEN_BARS:g}" height="{height:g}"'
        parts.append(f'<rect x="{left + BETWEEN_BARS / 2:g}" y="{top:g}" {size}/>')
        if one.count:
            parts.append(svg_label(left + step / 2, top - 5, str(one.count)))
        parts.append(svg_label(left, HEIGHT - 4, shown_points(one.low), "start"))
    parts.append(svg_label(WIDTH, HEIGHT - 4, shown_points(bins[-1].high), "end"))
    return Markup(
        f'<svg class="histogram" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
        f'aria-label="{escape(name, quote=True)}" font-size="11">\n{"".join(parts)}\n</svg>'
    )


def svg_label(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
