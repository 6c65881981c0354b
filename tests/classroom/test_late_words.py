"""A late rule as students read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from interview.classroom.late_words import due_in_words, late_rule_in_words, span_in_words
from interview.classroom.lateness import LateTerms, read_due


def test_each_part_of_the_rule_has_its_sentence():
    day = timedelta(days=1)
    assert list(late_rule_in_words(LateTerms())) == []
    assert list(late_rule_in_words(LateTerms(12.5, "maximum", day / 24, 2 * day))) == [
        "What is late by no more than 1 hour is in time.",
        "Each day that has begun since the due time costs 12.5 % of what the question is worth.",
        "What is later than 2 days earns nothing.",
        "Each question is late by its own file.",
    ]
    assert next(late_rule_in_words(LateTerms(5))).endswith("costs 5 % of what you earned.")
    assert list(late_rule_in_words(LateTerms(cut_off=timedelta()))) == [
        "What is late earns nothing.",
        "Each question is late by its own file.",
    ]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "nothing"),
        (1, "1 minute"),
        (90, "1 hour 30 minutes"),
        (2880, "2 days"),
        (1501, "1 day 1 hour 1 minute"),
    ],
)
def test_spans(minutes, told):
    assert span_in_words(timedelta(minutes=minutes)) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-12-1 9:05 Europe/Berlin", "2026-12-01 09:05 Europe/Berlin"),
        ("2026-12-01 23:59 +01:00", "2026-12-01 23:59 UTC+01:00"),
        ("2026-12-01 23:59 Z", "2026-12-01 23:59 UTC"),
    ],
)
def test_due_times(written, told):
    assert due_in_words(read_due(written)) == told
