"""The history in figures, as JSON and as a page; and files that are written whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from interview import messages
from interview.bank import Bank
from interview.export.progress import (
    calendar_squares,
    minutes_and_seconds,
    progress_as_html,
    progress_as_json,
    shade_of_day,
)
from interview.history.figures import FOR_EVER, Progress, Retention, Timing, TopicStanding
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
)


class Reader(HTMLParser):
    """The page's text and tags; every tag that is opened must be closed in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "rect", "line", "circle", "polyline"):
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
    assert json.loads(progress_as_json(NOTHING))["days"] == {}


@pytest.mark.parametrize("progress", [NOTHING, SOME], ids=["nothing", "some"])
def test_the_page_opens_offline_and_is_well_formed(progress):
    page = Reader(progress_as_html(progress, {CARD.id: "A <toy>"}, "en"))
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert "script" not in names
    assert "link" not in names
    assert not [a for _, a in page.tags if {"src", "href"} & set(a)]


def test_the_page_draws_every_day_of_a_year_and_the_curve():
    page = Reader(progress_as_html(SOME, {CARD.id: "A <toy>"}, "en"))
    assert len([tag for tag, _ in page.tags if tag == "rect"]) == 52 * 7 + TODAY.weekday() + 1
    assert len([tag for tag, _ in page.tags if tag == "circle"]) == 2
    assert "75% (3 / 4)" in page.text
    assert "A <toy>" in page.text
    assert "<b>no-scaling" in page.text
    assert "1:35" in page.text


def test_the_page_speaks_chinese():
    messages.use_catalogue("zh")
    page = progress_as_html(NOTHING, {}, "zh")
    assert '<html lang="zh">' in page


def test_the_calendar_ends_today_and_the_busiest_day_is_darkest():
    squares = calendar_squares(SOME)
    assert squares[-1]["says"] == "2026-03-10: 3"
    assert [square["shade"] for square in squares[-3:]] == [0, 4, 1]
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
