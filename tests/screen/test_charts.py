"""Charts in the terminal: exact in characters, told apart without colour, never wider than the screen."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console

from interview import messages
from interview.history.figures import DayAhead, PlanAhead
from interview.history.knowledge import KnowledgeOnDay
from interview.history.mocks import MockScore
from interview.screen import charts
from interview.screen.console import drawing_on
from interview.screen.encoding import TYPEWRITER_FORMS

FIRST = date(2026, 3, 1)


def days(count):
    return [FIRST + timedelta(days=number) for number in range(count)]


def drawn(show, told, columns=60):
    paper = io.StringIO()
    with drawing_on(Console(width=columns, file=paper, color_system=None)):
        show(told)
    return paper.getvalue().splitlines()


def knowledge(*standings):
    return [
        KnowledgeOnDay(day, *three)
        for day, three in zip(days(len(standings)), standings, strict=True)
    ]


def plan(*held):
    return PlanAhead(
        FIRST + timedelta(days=len(held)),
        tuple(DayAhead(day, *four) for day, four in zip(days(len(held)), held, strict=True)),
    )


def mocks(*scores):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return [
        MockScore(at + timedelta(days=7 * number), 45, score, reached, {})
        for number, (score, reached) in enumerate(scores)
    ]


def test_what_was_known_grows_by_half_characters_below_what_was_met():
    lines = drawn(
        charts.show_knowledge, knowledge((0, 2, 0), (3, 0, 0), (4, 2, 6), (12, 0, 0)), columns=36
    )
    assert lines == [
        "12│                ░░░░░░░░████████",
        "  │                ░░░░░░░░████████",
        "  │                ░░░░░░░░████████",
        " 6│                ░░░░░░░░████████",
        "  │        ▄▄▄▄▄▄▄▄████████████████",
        "  │░░░░░░░░████████████████████████",
        "   2026-03-01            2026-03-04",
        "   █ known  ░ to refresh or not firm yet",
    ]


def test_a_long_history_fits_and_keeps_both_ends():
    lines = drawn(charts.show_knowledge, knowledge(*[(n, 1, 1) for n in range(120)]))
    assert max(map(cell_len, lines)) <= 60
    assert lines[-2].split() == ["2026-03-01", "2026-06-28"]


def test_a_day_ahead_is_a_bar_of_its_parts():
    lines = drawn(charts.show_days_ahead, plan((2, 1, 13), (0, 0, 4, 40), ()))
    assert lines == [
        "03-01 Sun  ██▓░░░░░░░░░░░░░  2 new · 1 to write · 13 due",
        "03-02 Mon  ░░░░              4 due · a mock of 40 min",
        "03-03 Tue                    –",
        "03-04 Wed  the interview",
        "           █ new  ▓ to write  ░ due",
    ]


def test_of_a_long_plan_a_fortnight_is_drawn_and_the_rest_told():
    lines = drawn(charts.show_days_ahead, plan(*[(1,)] * 20))
    assert len(lines) == 14 + 3
    assert lines[14] == "… and 6 more days: interview plan"
    assert lines[15].startswith("03-21 Sat")


def test_a_part_is_never_lost_in_a_bar():
    lines = drawn(charts.show_days_ahead, plan((1, 1, 90), (0, 0, 1)))
    assert "█▓░" in lines[0]
    assert "░" in lines[1]


def test_a_mock_interview_is_what_was_scored_of_what_was_reached():
    lines = drawn(charts.show_mock_scores, mocks((0.25, 0.5), (0.5, 1.0)))
    assert lines == [
        "2026-03-01  █████▒▒▒▒▒░░░░░░░░░░░  25%  45 min · 50% reached",
        "2026-03-08  ██████████▒▒▒▒▒▒▒▒▒▒▒  50%  45 min",
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_no_chart_is_wider_than_the_screen(lang, columns):
    messages.use_catalogue(lang)
    for show, told in (
        (charts.show_knowledge, knowledge(*[(n, 1, 1) for n in range(40)])),
        (charts.show_days_ahead, plan(*[(2, 1, 120), (0, 0, 99, 45)] * 10)),
        (charts.show_mock_scores, mocks((0.25, 0.5), (1.0, 1.0))),
    ):
        if columns > 40 or show is charts.show_knowledge:
            assert max(map(cell_len, drawn(show, told, columns))) <= columns


def test_what_is_told_apart_by_its_character_is_so_on_a_typewriter_too():
    bars = [TYPEWRITER_FORMS[mark] for mark in "█▓▒░▄│"]
    assert len(set(bars)) == len(bars)
