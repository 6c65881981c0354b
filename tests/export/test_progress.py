"""The history in figures, as JSON and as a page; and files that are written whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from interview import messages
from interview.bank import Bank
from interview.export.progress import minutes_and_seconds, progress_as_json, shade_of_day
from interview.export.progress_charts import charts_of_progress
from interview.export.progress_page import progress_as_html, squares_of_calendar
from interview.history.figures import (
    FOR_EVER,
    DayAhead,
    PlanAhead,
    Progress,
    Retention,
    Timing,
    TopicStanding,
)
from interview.history.knowledge import KnowledgeOnDay
from interview.history.mocks import MockScore
from interview.history.statistics import SeenMisconception
from tests.conftest import TOY

(CARD,) = Bank(TOY).cards
TODAY = date(2026, 3, 10)
NOTHING = Progress(TODAY, Counter(), 0, 0, [TopicStanding("attention", 0, 0, 2)], [], [], [])
SOME = Progress(
    today=TODAY,
    days=Counter({TODAY: 3, TODAY - timedelta(days=1): 12}),
    streak=2,
    longest=5,
    topics=[TopicStanding("attention", 1, 1, 2)],
    retention=[Retention(1, 1, 4, 3), Retention(91, FOR_EVER, 2, 2)],
    misconceptions=[
        SeenMisconception("attend", "<b>no-scaling", 4, 2, "2026-03-01T00:00:00+00:00", False)
    ],
    timings=[Timing(CARD, 95.0, 3, None, 0)],
    mocks=[
        MockScore(datetime(2026, 3, day, 12, tzinfo=UTC), 45, score, reached, {})
        for day, score, reached in ((2, 0.23, 0.4), (8, 0.75, 1.0))
    ],
    knowledge=[
        KnowledgeOnDay(TODAY - timedelta(days=2), 1, 0, 0),
        KnowledgeOnDay(TODAY - timedelta(days=1), 1, 2, 0),
        KnowledgeOnDay(TODAY, 2, 1, 1),
    ],
    ahead=PlanAhead(
        date(2026, 3, 13),
        (
            DayAhead(date(2026, 3, 10), 2, 1, 9),
            DayAhead(date(2026, 3, 11), due=3, mock=40),
            DayAhead(date(2026, 3, 12)),
        ),
    ),
)


class Reader(HTMLParser):
    """The page's text and tags; every tag that is opened must be closed in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "rect", "line", "circle", "polyline", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_record_is_versioned_and_complete():
    record = json.loads(progress_as_json(SOME))
    assert record["version"] == 1
    assert record["days"] == {"2026-03-09": 12, "2026-03-10": 3}
    assert (record["streak"], record["longest_streak"], record["answered"]) == (2, 5, 15)
    assert record["topics"] == [
        {"topic": "attention", "known": 1, "fading": 1, "shaky": 0, "total": 2}
    ]
    assert record["retention"][1] == {"from_days": 91, "to_days": None, "asked": 2, "recalled": 2}
    assert record["misconceptions"][0]["overcome"] is False
    assert record["times"][0]["answer_seconds"] == 95.0
    assert record["knowledge"][1] == {"day": "2026-03-09", "known": 1, "fading": 2, "shaky": 0}
    assert record["plan"]["on"] == "2026-03-13"
    assert record["plan"]["days"][0] == {
        "day": "2026-03-10",
        "new": 2,
        "write": 1,
        "due": 9,
        "mock_minutes": 0,
    }
    nothing = json.loads(progress_as_json(NOTHING))
    assert (nothing["days"], nothing["knowledge"], nothing["plan"]) == ({}, [], None)


@pytest.mark.parametrize("progress", [NOTHING, SOME], ids=["nothing", "some"])
def test_the_page_opens_offline_and_is_well_formed(progress):
    page = Reader(progress_as_html(progress, {CARD.id: "A <toy>"}, "en"))
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert "script" not in names
    assert "link" not in names
    assert not [a for _, a in page.tags if {"src", "href"} & set(a)]


def test_every_picture_has_a_name_and_says_what_it_shows():
    page = Reader(progress_as_html(SOME, {CARD.id: "A <toy>"}, "en"))
    ids = {attributes.get("id") for _, attributes in page.tags}
    pictures = [a for tag, a in page.tags if tag == "svg" and a.get("role") == "img"]
    assert len(pictures) == 5
    for picture in pictures[1:]:
        assert {picture["aria-labelledby"], picture["aria-describedby"]} <= ids
    assert pictures[0]["aria-label"] == "Activity"
    assert "2 of 2 answers and exercises are known on 2026-03-10, 4 were met." in page.text
    assert "3 days to the interview on 2026-03-13: 2 new, 1 to write" in page.text
    assert "2 held; the last one, on 2026-03-08, came to 75%, the best to 75%." in page.text


def test_every_chart_is_a_table_too():
    tables = {chart.title: chart.rows for chart in charts_of_progress(SOME)}
    assert tables == {
        "Known over time": (
            ("2026-03-08", "1", "0", "0"),
            ("2026-03-09", "1", "0", "2"),
            ("2026-03-10", "2", "1", "1"),
        ),
        "The days ahead": (
            ("2026-03-10", "2", "1", "9", "–"),
            ("2026-03-11", "0", "0", "3", "40"),
            ("2026-03-12", "0", "0", "0", "–"),
        ),
        "Mock interviews": (
            ("2026-03-02", "23%", "40%", "45"),
            ("2026-03-08", "75%", "100%", "45"),
        ),
        "Still known when asked again": (("1", "3", "4", "75%"), ("> 90", "2", "2", "100%")),
    }
    assert list(charts_of_progress(NOTHING)) == []


def test_the_plan_and_the_interview_are_among_the_mock_interviews():
    mocks = next(c.svg for c in charts_of_progress(SOME) if c.title == "Mock interviews")
    assert mocks.count('class="ahead"') == 2  # one is planned, one was not reached to its end
    assert mocks.count('class="goal"') == 1
    alone = next(charts_of_progress(replace(SOME, knowledge=[], ahead=None))).svg
    assert (alone.count('class="ahead"'), alone.count('class="goal"')) == (1, 0)


def test_the_page_draws_every_day_of_a_year():
    page = progress_as_html(SOME, {CARD.id: "A <toy>"}, "en")
    squares = page.partition('class="calendar"')[2].partition("</svg>")[0]
    assert squares.count("<rect") == 52 * 7 + TODAY.weekday() + 1
    page = Reader(page)
    assert "75% (3 / 4)" in page.text
    assert "A <toy>" in page.text
    assert "<b>no-scaling" in page.text
    assert "1:35" in page.text


def test_the_page_speaks_chinese():
    messages.use_catalogue("zh")
    page = progress_as_html(NOTHING, {}, "zh")
    assert '<html lang="zh">' in page


def test_the_calendar_ends_today_and_the_busiest_day_is_darkest():
    squares = list(squares_of_calendar(SOME.days, date(2026, 3, 2), TODAY))
    assert "2026-03-10: 3" in squares[-1]
    assert [square.split('"')[1] for square in squares[-3:]] == ["s0", "s4", "s1"]
    assert [shade_of_day(count, 12) for count in (0, 1, 4, 7, 10, 12)] == [0, 1, 2, 3, 4, 4]
    assert shade_of_day(1, 1) == 1


def test_seconds_are_shown_as_a_clock():
    assert [minutes_and_seconds(seconds) for seconds in (None, 0.4, 59.6, 3605)] == [
        "",
        "0:00",
        "1:00",
        "60:05",
    ]


def test_everything_of_the_figures_is_in_the_record():
    left_out = replace(SOME, days=Counter(), retention=[], misconceptions=[], timings=[])
    assert progress_as_json(left_out) != progress_as_json(SOME)
