"""The debrief as files: whole, escaped, offline, in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from interview import messages
from interview.export.debrief import debrief_as_html, debrief_as_markdown, percent, write_debrief
from interview.practice.mock.debrief import debrief_from_journal
from tests.helpers.mock import interview, one_answer, through
from tests.helpers.talk import Talk

HOSTILE = "<script>alert(1)</script> **bold** `code` \x1b[31m red {{ 31337*31337 }}"


class Page(HTMLParser):
    """The tags, addresses and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        self.text += data


def debrief_of(*typed, lang="en"):
    """The debrief of an interview that began with these lines and went well afterwards."""
    mock, time = interview(lang=lang)
    talk = Talk(mock)
    talk.type("")
    time.seconds += 75
    talk.type(*typed)
    through(talk, mock)
    return debrief_from_journal(mock.plan, mock.questions, mock.journal)


def test_both_files_tell_scores_times_points_mistakes_and_what_to_study():
    debrief = debrief_of("softmax", "", "on", "9 9 9")
    page, text = Page(debrief_as_html(debrief, "en")).text, debrief_as_markdown(debrief)
    for part in (
        "attention",
        "1:15",
        "4:00",
        "The scores are scaled.",
        "interview drill 1",
        "interview quiz 1",
        "softmax",
        "9 9 9",
        "accepted, 2 of 2 cases",
        "The mistake",
        "--seed 1",
    ):
        assert part in page, part
        assert part in text, part
    assert "- [x] A softmax makes weights." in text
    assert "- [ ] The scores are scaled." in text
    assert percent(debrief.total.score) in page
    assert percent(debrief.total.score) in text


def test_what_was_typed_is_never_markup():
    debrief = debrief_of(HOSTILE, "", HOSTILE, HOSTILE, "?")
    html = debrief_as_html(debrief, "en")
    assert "script" not in Page(html).tags
    assert str(31337 * 31337) not in Page(html).text
    assert "\x1b" not in html
    text = debrief_as_markdown(debrief)
    assert "\x1b" not in text
    lines = [line for line in text.splitlines() if "<script>" in line]
    assert lines
    assert all(line.startswith("    ") or "`<script>" in line for line in lines)


def test_the_page_opens_offline():
    page = Page(debrief_as_html(debrief_of("said"), "en"))
    assert page.addresses == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert "@import" not in page.text
    assert "url(" not in page.text


def test_a_part_that_was_not_reached_is_told():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", ":x")
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    assert debrief_as_markdown(debrief).count("not reached") == 9
    assert Page(debrief_as_html(debrief, "en")).text.count("not reached") == 9


def test_the_files_are_named_by_the_time_of_the_interview(tmp_path):
    debrief = debrief_of("said")
    markdown, html = write_debrief(tmp_path / "mock", debrief, "en")
    assert re.fullmatch(r"\d{8}-\d{6}-debrief\.md", markdown.name)
    assert html.name == markdown.with_suffix(".html").name
    assert markdown.read_text(encoding="utf-8") == debrief_as_markdown(debrief)
    assert html.read_text(encoding="utf-8") == debrief_as_html(debrief, "en")


def test_the_questions_are_told_in_the_language_of_the_learner():
    messages.use_catalogue("zh")
    debrief = debrief_of("缩放", lang="zh")
    assert "分数要缩放。" in debrief_as_markdown(debrief)
    html = debrief_as_html(debrief, "zh")
    assert '<html lang="zh">' in html
    assert "玩具题" in html


def test_formulas_are_code():
    mock, _time = interview()
    talk = Talk(mock)
    for _answer in range(30):
        if talk.ended:
            break
        one_answer(talk, mock)
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    assert "code" in Page(debrief_as_html(debrief, "en")).tags
