"""The ticks on labelled answers do not get worse; `python -m benchmarks ticks` tells the figures."""

from __future__ import annotations

import pytest

from benchmarks.ticks import LANGUAGES, PARTS, labelled_answers

FLOORS = {
    "first": (0.97, 0.97, 0),
    "second": (0.97, 0.97, 0),
    "third": (0.97, 0.97, 0),
    "fourth": (0.95, 0.90, 3),
    "fifth": (0.85, 0.89, 1),
    "sixth": (0.84, 0.82, 3),
    "seventh": (0.98, 0.98, 1),
    "modern_first": (0.93, 0.78, 0),
    "modern_second": (0.78, 0.83, 1),
    "modern_third": (0.97, 0.97, 1),
}
"""Of each part: the strict share, recall, and the false ticks in answers that say the contrary."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_ticks_fit_what_was_said(part, lang):
    figures = labelled_answers(part, lang)
    strict, recall, false = FLOORS[part]
    assert figures.precision >= 0.95
    assert figures.strict >= strict
    assert figures.recall >= recall
    assert figures.count("wrong", contrary=True) <= false
