"""A plan as an iCalendar file: by the letter of RFC 5545, and as a library reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from interview.export.calendar import folded_line, plan_as_calendar
from interview.history.plans import Preparation
from interview.model.card import Card
from interview.practice.preparation.schedule import Done, make_schedule

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
TITLE = "Masks; queries, keys \\ values, 注意力里的掩码与填充，还有很长很长的一个标题，要折成好几行才放得下"
CARDS = [Card(n, f"q{n}", TITLE, "bert", "easy", 20, Path(f"{n}")) for n in range(1, 9)]
PLAN = Preparation(MONDAY + timedelta(days=7), MONDAY)
DONE = Done({}, frozenset())
SCHEDULE = make_schedule(PLAN, CARDS, DONE, MONDAY)
TITLES = {card.id: card.title for card in CARDS}


def written():
    return plan_as_calendar(SCHEDULE, TITLES, NOW)


def test_the_mock_interviews_are_about_the_topic_and_the_track_of_the_plan():
    commands = [
        set(re.findall("interview mock[^\\\\\r]*", plan_as_calendar(schedule, TITLES, NOW)))
        for schedule in (
            SCHEDULE,
            make_schedule(replace(PLAN, topic="bert"), CARDS, DONE, MONDAY),
            make_schedule(replace(PLAN, topic="bert", track="a"), CARDS, DONE, MONDAY),
        )
    ]
    assert commands == [
        {"interview mock --minutes 40"},
        {"interview mock --minutes 40 --topic bert"},
        {"interview mock --minutes 40 --track a --topic bert"},
    ]


def test_lines_end_and_are_folded_as_the_standard_says():
    raw = written().encode("utf-8")
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) == 75
    for line in lines:
        line.decode("utf-8")  # no character is cut
    assert raw.count(b"BEGIN:VEVENT") == raw.count(b"END:VEVENT") == raw.count(b"UID:")


def test_what_was_folded_and_escaped_is_read_as_it_was():
    text = written().replace("\r\n ", "")
    assert (
        f"interview quiz 1: {TITLE}".replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        in text
    )
    assert "DTSTAMP:20260302T113000Z" in text
    assert "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303" in text


@pytest.mark.parametrize("text", ["", "a" * 75, "a" * 76, "注" * 60, "a" + "注" * 60, "é" * 200])
def test_folding_loses_nothing(text):
    folded = folded_line(text)
    assert folded.replace("\r\n ", "") == text
    assert all(len(line.encode("utf-8")) <= 75 for line in folded.split("\r\n"))


def test_a_day_keeps_its_id_when_the_plan_is_written_again():
    ids = [line for line in written().split("\r\n") if line.startswith("UID:")]
    assert len(set(ids)) == len(ids)
    later = make_schedule(PLAN, CARDS, Done({}, frozenset()), MONDAY + timedelta(days=1))
    again = plan_as_calendar(later, {card.id: card.title for card in CARDS}, NOW)
    assert {line for line in again.split("\r\n") if line.startswith("UID:")} < set(ids)


def test_a_library_reads_every_day():
    icalendar = pytest.importorskip("icalendar")
    events = icalendar.Calendar.from_ical(written()).walk("VEVENT")
    days = {event["DTSTART"].dt: event for event in events}
    planned = {day.day for day in SCHEDULE.days if day.new or day.write or day.due or day.mock}
    assert set(days) == planned | {PLAN.on}
    first = str(days[MONDAY]["DESCRIPTION"]).split("\n")
    assert first[0] == f"interview quiz 1: {TITLE}"
    assert str(days[PLAN.on]["SUMMARY"]) == "The interview"
    assert not any(event.errors for event in events)
