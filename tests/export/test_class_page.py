"""The class's page: how points are spread, what goes wrong most often, what to teach next."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

from interview.classroom.excerpts import Excerpt
from interview.export.class_page import gradebook_as_html
from interview.export.histogram import binned, histogram_as_svg, spread_in_words
from tests.helpers.class_book import (
    ACCEPTED,
    CARD,
    PLAIN,
    assignment_book,
    plain_book,
    wrong_verdict,
)

KEY = (CARD.id, ("named", "no-scaling"))


def test_points_are_counted_by_tenths_of_the_maximum():
    counts = [one.count for one in binned([0, 0.9, 1, 4.999, 10, 12, -1], 10)]
    assert counts == [3, 1, 0, 0, 1, 0, 0, 0, 0, 2]
    assert [one.count for one in binned([0.3], 1)] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert sum(one.count for one in binned([5], 0)) == 0


def test_the_spread_is_told_in_words():
    assert spread_in_words([1, 2, 3, 4, 10], 10) == (
        "5 people of whom something was graded: on average 4 of 10 points, the median 3; "
        "the middle half has 2 to 4."
    )
    assert spread_in_words([7], 10).endswith("has 7 of 10 points.")
    assert spread_in_words([], 10) == "Nothing was graded yet."


def test_the_picture_has_a_bar_for_each_tenth_and_a_name():
    svg = ET.fromstring(histogram_as_svg(binned([1, 1, 9], 10), 'a "name"'))
    heights = [float(bar.get("height")) for bar in svg.iter("rect")]
    assert len(heights) == 10
    assert (heights[1], heights[9], sum(heights)) == (80, 40, 120)
    assert (svg.get("role"), svg.get("aria-label")) == ("img", 'a "name"')


def test_whoever_handed_in_nothing_is_not_in_the_spread():
    book = plain_book({"ada": ACCEPTED, "bo": wrong_verdict()})
    assert "2 people of whom something was graded: on average 5 of 10" in gradebook_as_html(book)


def test_code_of_nobody_stands_beside_a_mistake_and_is_escaped():
    excerpt = Excerpt(("a = <b>", "return a & 1"), 1)
    book = replace(plain_book({"ada": wrong_verdict()}), excerpts={KEY: [excerpt]})
    page = gradebook_as_html(book)
    assert "<pre>  a = &lt;b&gt;\n<mark>▸ return a &amp; 1</mark></pre>" in page


def test_what_to_teach_is_told_in_the_language_of_the_class(tmp_path):
    verdicts = {"ada": wrong_verdict(), "bo": wrong_verdict(), "cy": ACCEPTED}
    book = assignment_book(tmp_path, PLAIN + "language: zh\n", verdicts)
    page = gradebook_as_html(book)
    assert '<ol lang="zh-CN">\n<li><strong>1. 玩具题</strong> (2): 没有除。' in page
    assert "What to teach next" in page
    assert "The scores are not divided." in gradebook_as_html(plain_book(verdicts))
    assert "What to teach next" not in gradebook_as_html(plain_book({"ada": wrong_verdict()}))
