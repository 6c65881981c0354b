"""The judge's comparison where ordinary arithmetic would say yes to anything."""

from __future__ import annotations

import math

import pytest

from interview.bank import Bank
from interview.errors import QuestionError
from interview.grading.checks.comparison import Comparer, Place
from interview.model.question import Tolerance
from interview.wording.verdict import finding_message

COMPARER, RESULT = Comparer("values", Tolerance()), Place("result")


@pytest.mark.parametrize("expected", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("got", [0.0, 5, 1e308, math.inf, -math.inf, math.nan])
def test_an_infinite_number_is_met_by_itself_alone(expected, got):
    same = COMPARER.trees(expected, got, RESULT) is None
    assert same == (expected == got)


def test_a_dict_with_other_keys_is_told_by_its_first_keys():
    finding = COMPARER.trees({"a": 1}, dict.fromkeys(range(50000), 0), RESULT)
    assert "['a'], got [0, 1, 2" in finding_message(finding)
    assert len(finding_message(finding)) < 400


def test_a_reference_that_raises_in_a_case_is_told_and_never_believed(toy, link):
    (card,) = Bank(toy).cards
    source = card.reference.read_text()
    card.reference.write_text(
        source.replace("    return", "    raise ZeroDivisionError('oh')\n    return")
    )
    attempt = "def attend(q, k, v, mask=None):\n    raise ZeroDivisionError('oh')\n"
    with pytest.raises(QuestionError, match="the reference itself fails: ZeroDivisionError: oh"):
        link.grade(card, "attempt.py", attempt, 3)
