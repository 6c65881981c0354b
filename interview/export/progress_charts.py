"""The charts on the page of progress, each with what it says in a sentence and in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from interview.export.charts import (
    ChartAxis,
    ChartColumn,
    across,
    chart_as_svg,
    columns,
    dates_under,
    grid_of_counts,
    grid_of_shares,
    line_at,
    names_of_axes,
    under_axis,
)
from interview.export.svg import label
from interview.history.days import day_of, first_moment
from interview.history.figures import FOR_EVER, PlanAhead, Progress, Retention
from interview.history.mocks import MockScore
from interview.messages import _, ngettext
from interview.wording.names import name_in_words

if TYPE_CHECKING:
    from markupsafe import Markup

ROOM_OF_SHARE = 36
"""Pixels between two scores that both have their number."""
HOLLOW = "hollow"
"""The class of what was reached, as against what was scored."""


@dataclass(frozen=True)
class ChartOnPage:
    """A chart, what its colours mean, and its numbers as a table."""

    title: str
    svg: Markup
    legend: tuple[tuple[str, str], ...]
    """Class -> what it stands for."""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts_of_progress(progress: Progress) -> Iterator[ChartOnPage]:
    """Those for which there is something to draw."""
    if progress.knowledge:
        yield knowledge_chart(progress)
    if progress.ahead:
        yield ahead_chart(progress.ahead)
    if progress.mocks:
        yield mocks_chart(progress)
    if progress.retention:
        yield retention_chart(progress.retention)


def knowledge_chart(progress: Progress) -> ChartOnPage:
    """A column for each day: what was known, not firm yet, and to be refreshed."""
    points, total = progress.knowledge, sum(topic.total for topic in progress.topics)
    title = _("Known over time")
    text = _("{known} of {total} answers and exercises are known on {day}, {met} were met.")
    says = text.format(
        known=points[-1].known, total=total, met=points[-1].met, day=points[-1].day.isoformat()
    )
    under, every = dates_under([point.day for point in points])
    legend = (("known", _("known")), ("shaky", _("not firm yet")), ("fading", _("to refresh")))
    rows = tuple(
        (point.day.isoformat(), str(point.known), str(point.shaky), str(point.fading))
        for point in points
    )
    drawn = [
        ChartColumn(
            told,
            (("known", point.known), ("shaky", point.shaky), ("fading", point.fading)),
            says=f"{point.day}: {point.known} / {point.met}",
        )
        for told, point in zip(under, points, strict=True)
    ]
    axis, grid = grid_of_counts(max(point.met for point in points))
    names = names_of_axes(_("answers and exercises"))
    svg = chart_as_svg("knowledge", title, says, [*names, *grid, *columns(drawn, axis, every)])
    return ChartOnPage(title, svg, legend, head_of(_("day"), legend), rows)


def head_of(first: str, legend: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return (first, *(words for _kind, words in legend))


def ahead_chart(ahead: PlanAhead) -> ChartOnPage:
    """A column for each day that is left of the plan, its mock interviews, and the interview as the last."""
    title = _("The days ahead")
    under, every = dates_under([*(day.day for day in ahead.days), ahead.on])
    legend = (("new", _("new")), ("write", _("to write")), ("fading", _("due")))
    drawn = [
        ChartColumn(
            told,
            (("new", day.new), ("write", day.write), ("fading", day.due)),
            above=_("mock") if day.mock else "",
            says=f"{day.day}: {day.new} + {day.write} + {day.due}",
        )
        for told, day in zip(under, ahead.days, strict=False)
    ]
    drawn.append(ChartColumn(under[-1], ()))
    axis, grid = grid_of_counts(max([1, *(day.items for day in ahead.days)]))
    parts = [*names_of_axes(_("items")), *grid, *columns(drawn, axis, every)]
    goal = ChartAxis(0, len(drawn), *across()).at(len(drawn) - 0.5)
    parts += line_at(goal, _("interview"), "goal")
    svg = chart_as_svg("ahead", title, ahead_in_words(ahead), parts)
    rows = tuple(
        (day.day.isoformat(), *map(str, (day.new, day.write, day.due)), str(day.mock or "–"))
        for day in ahead.days
    )
    head = (*head_of(_("day"), legend), _("mock, minutes"))
    return ChartOnPage(title, svg, legend, head, rows)


def ahead_in_words(ahead: PlanAhead) -> str:
    left = len(ahead.days)
    text = ngettext(
        "{count} day to the interview on {day}: {new} new, {write} to write, mock interviews: {mocks}.",
        "{count} days to the interview on {day}: {new} new, {write} to write, mock interviews: {mocks}.",
        left,
    )
    return text.format(
        count=left,
        day=ahead.on.isoformat(),
        new=sum(day.new for day in ahead.days),
        write=sum(day.write for day in ahead.days),
        mocks=sum(bool(day.mock) for day in ahead.days),
    )


def mocks_chart(progress: Progress) -> ChartOnPage:
    """A point for each mock interview at its time; those of the plan and the interview as lines to come."""
    mocks, ahead = sorted(progress.mocks, key=lambda mock: mock.at), progress.ahead
    first, last = day_of(mocks[0].at), max(progress.today, day_of(mocks[-1].at))
    last = max(last, ahead.on) if ahead else last
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    time = ChartAxis(0, len(days), *across())
    share, grid = grid_of_shares()
    parts = [*names_of_axes(_("score")), *grid, *labels_of_days(days, time)]
    if ahead:
        parts += lines_to_come(ahead, first, time)
    begins = first_moment(first)
    places = [time.at((mock.at - begins) / timedelta(days=1)) for mock in mocks]
    parts += points_of_mocks(mocks, places, share)
    title = _("Mock interviews")
    svg = chart_as_svg("mocks", title, mocks_in_words(mocks), parts)
    legend = (("point", _("score")), (HOLLOW, _("reached")))
    head, rows = (*head_of(_("day"), legend), _("minutes")), list(map(row_of_mock, mocks))
    if any(mock.track for mock in mocks):
        head = (*head, _("track"))
        rows = [(*row, track_of_mock(mock)) for row, mock in zip(rows, mocks, strict=True)]
    return ChartOnPage(title, svg, legend, head, tuple(rows))


def row_of_mock(mock: MockScore) -> tuple[str, ...]:
    return day_told(mock.at), f"{mock.score:.0%}", f"{mock.reached:.0%}", str(mock.minutes)


def track_of_mock(mock: MockScore) -> str:
    return name_in_words(mock.track) if mock.track else "–"


def mocks_in_words(mocks: Sequence[MockScore]) -> str:
    text = _("{count} held; the last one, on {day}, came to {score}, the best to {best}.")
    return text.format(
        count=len(mocks),
        day=day_told(mocks[-1].at),
        score=f"{mocks[-1].score:.0%}",
        best=f"{max(mock.score for mock in mocks):.0%}",
    )


def lines_to_come(ahead: PlanAhead, first: date, time: ChartAxis) -> Iterator[str]:
    """Where the plan has a mock interview, and where the interview is."""
    for day in ahead.days:
        if day.mock:
            yield from line_at(time.at((day.day - first).days + 0.5), _("mock"), "ahead")
    goal = time.at((ahead.on - first).days + 0.5)
    yield from line_at(goal, _("interview"), "goal", lower=True)


def day_told(moment: datetime) -> str:
    return day_of(moment).isoformat()


def labels_of_days(days: Sequence[date], time: ChartAxis) -> Iterator[str]:
    under, every = dates_under(days)
    for place in range(0, len(days), every):
        yield under_axis(time.at(place + 0.5), under[place])


def points_of_mocks(
    mocks: Sequence[MockScore], places: Sequence[float], share: ChartAxis
) -> Iterator[str]:
    """The scores, those of each track joined; above each how much was reached where that was not all."""
    for track in dict.fromkeys(mock.track for mock in mocks):
        joined = " ".join(
            f"{x:g},{share.at(mock.score):g}"
            for x, mock in zip(places, mocks, strict=True)
            if mock.track == track
        )
        yield f'<polyline class="curve" points="{joined}"/>'
    told = -float(ROOM_OF_SHARE)
    for x, mock in zip(places, mocks, strict=True):
        y, reached = share.at(mock.score), share.at(mock.reached)
        if mock.reached < 1:
            yield f'<line class="ahead" x1="{x:g}" x2="{x:g}" y1="{y:g}" y2="{reached:g}"/>'
            yield f'<circle class="{HOLLOW}" cx="{x:g}" cy="{reached:g}" r="4"/>'
        says = f"{day_told(mock.at)}: {mock.score:.0%} / {mock.reached:.0%}"
        if mock.track:
            says += f" · {escape(name_in_words(mock.track))}"
        yield f'<circle class="point" cx="{x:g}" cy="{y:g}" r="5"><title>{says}</title></circle>'
        if x - told >= ROOM_OF_SHARE:
            told = x
            yield label(x + 8, y - 6, f"{mock.score:.0%}")


def retention_chart(spans: Sequence[Retention]) -> ChartOnPage:
    """A column for each span of days since something was asked: how much of it was still known."""
    title = _("Still known when asked again")
    asked, recalled = (sum(getattr(span, name) for span in spans) for name in ("asked", "recalled"))
    text = _("{recalled} of {asked} were still known, by days since they were last asked.")
    says = text.format(recalled=recalled, asked=asked)
    drawn = [
        ChartColumn(
            span_in_days(span),
            (("known", span.recalled / span.asked),),
            above=f"{span.recalled}/{span.asked}",
            says=f"{span.recalled / span.asked:.0%} ({span.recalled} / {span.asked})",
        )
        for span in spans
    ]
    axis, grid = grid_of_shares()
    names = names_of_axes(_("known"), _("days since it was last asked"))
    svg = chart_as_svg("retention", title, says, [*names, *grid, *columns(drawn, axis)])
    rows = tuple(
        (
            span_in_days(span),
            str(span.recalled),
            str(span.asked),
            f"{span.recalled / span.asked:.0%}",
        )
        for span in spans
    )
    head = (_("days since it was last asked"), _("known"), _("asked"), _("share"))
    return ChartOnPage(title, svg, (("known", _("known")),), head, rows)


def span_in_days(span: Retention) -> str:
    if span.high == FOR_EVER:
        return f"> {span.low - 1}"
    return str(span.low) if span.low == span.high else f"{span.low}–{span.high}"
