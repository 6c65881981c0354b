"""Charts: where values stand, what stands under them, and that nothing sticks out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from interview.export.charts import (
    WIDTH_OF_CHART,
    ChartColumn,
    chart_as_svg,
    columns,
    dates_under,
    grid_of_counts,
    label_inside,
    round_step,
)
from interview.export.svg import text_width

FIRST = date(2025, 12, 28)


def days(count):
    return [FIRST + timedelta(days=number) for number in range(count)]


def test_columns_are_as_high_as_their_values_and_stand_on_each_other():
    axis, _grid = grid_of_counts(10)
    column = ChartColumn("a", (("known", 4.0), ("shaky", 0.0), ("fading", 2.0)))
    known, fading = (
        {name: float(value) for name, value in re.findall(r'(y|height)="([\d.]+)"', rect)}
        for rect in columns([column], axis)
        if rect.startswith("<rect")
    )
    assert known["height"] == pytest.approx(2 * fading["height"], abs=0.2)
    assert fading["y"] + fading["height"] == pytest.approx(known["y"], abs=0.2)
    assert known["y"] + known["height"] == pytest.approx(axis.at(0), abs=0.2)


@pytest.mark.parametrize(
    ("highest", "lines"),
    [(1, ["0", "1"]), (7, ["0", "2", "4", "6", "8"]), (60, ["0", "20", "40", "60"])],
)
def test_the_grid_has_a_line_at_each_round_number(highest, lines):
    axis, grid = grid_of_counts(highest)
    assert re.findall(r">(\d+)</text>", "".join(grid)) == lines
    assert axis.high >= highest


def test_steps_are_round():
    assert [round_step(least) for least in (0.2, 1, 1.5, 3, 12, 51)] == [1, 1, 2, 5, 20, 100]


def test_a_date_has_its_year_where_it_is_the_first_of_it():
    under, every = dates_under(days(5))
    assert (under, every) == (["2025-12-28", "12-29", "12-30", "12-31", "2026-01-01"], 1)
    under, every = dates_under(days(60))
    assert under[::every][:3] == ["2025-12-28", "2026-01-05", "01-13"]


@pytest.mark.parametrize("count", [1, 2, 14, 120, 366])
def test_dates_below_a_chart_never_overlap(count):
    under, every = dates_under(days(count))
    drawn = [ChartColumn(told, ()) for told in under]
    found = re.findall(
        r'x="([\d.]+)"[^>]*>([^<]+)<', "".join(columns(drawn, grid_of_counts(1)[0], every))
    )
    places = [(float(x), text_width(text) / 2) for x, text in found]
    assert len(places) == len(under[::every])
    assert all(left + half <= right - other for (left, half), (right, other) in pairwise(places))
    assert places[0][0] >= places[0][1]
    assert places[-1][0] + places[-1][1] <= WIDTH_OF_CHART


def test_a_label_is_moved_where_it_would_stick_out():
    x = float(re.search(r'x="([\d.]+)"', label_inside(698, 10, "模拟面试"))[1])
    assert x + text_width("模拟面试") / 2 <= WIDTH_OF_CHART


def test_whatever_is_said_is_only_text():
    svg = chart_as_svg("id", "<b>", "a & b", [*columns([ChartColumn("<i>", ())], *grid_of_one())])
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "a &amp; b" in svg


def grid_of_one():
    return (grid_of_counts(1)[0],)
