"""Which mock interviews take the place of one that a plan asks for."""

from datetime import UTC, date, datetime

import pytest

from interview.history.mocks import MockScore
from interview.history.plans import Preparation
from interview.practice.preparation.rehearsal import is_rehearsal

PLAN = Preparation(on=date(2026, 12, 10), since=date(2026, 11, 26), minutes=40, track="llm")


def mock(minutes=40, reached=0.4, track="llm"):
    return MockScore(datetime(2026, 12, 1, tzinfo=UTC), minutes, 0.5, reached, {}, track)


@pytest.mark.parametrize(
    ("held", "counts"),
    [
        (mock(), True),
        (mock(minutes=20), True),
        (mock(minutes=10), False),  # somebody tried how a mock is
        (mock(reached=0.0), False),
        (mock(track=""), True),  # about everything
        (mock(track="bert"), False),
    ],
)
def test_a_mock_counts_if_it_is_long_enough_and_about_what_the_plan_is_about(held, counts):
    assert is_rehearsal(held, PLAN) is counts
