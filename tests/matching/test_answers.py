"""The ticks on labelled answers do not get worse; `python -m benchmarks ticks` tells the figures."""

from __future__ import annotations

import pytest

from benchmarks.ticks import LANGUAGES, PARTS, labelled_answers

FLOORS = {
    "first": (0.98, 0.98, 0),
    "second": (0.98, 0.96, 0),
    "third": (0.98, 0.98, 0),
    "fourth": (0.98, 0.92, 1),
    "fifth": (0.98, 0.81, 0),
    "sixth": (0.96, 0.74, 0),
    "seventh": (0.98, 0.98, 0),
    "eighth": (0.97, 0.98, 0),
    "ninth": (0.92, 0.82, 7),
    "tenth": (0.94, 0.98, 1),
    "eleventh": (0.83, 0.97, 2),
    "twelfth": (1.0, 1.0, 0),
    "modern_first": (0.98, 0.80, 0),
    "modern_second": (0.98, 0.77, 0),
    "modern_third": (0.98, 0.96, 0),
    "modern_fourth": (0.98, 0.98, 0),
    "modern_fifth": (0.97, 0.82, 4),
}
"""Of each part: the strict share, recall, and the false ticks in answers that say the contrary."""
LARGE = {"seventh", "eighth", "tenth", "modern_third", "modern_fourth"}
"""Of these every fifth answer is looked at here, of the others all."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_ticks_fit_what_was_said(part, lang):
    figures = labelled_answers(part, lang, every=5 if part in LARGE else 1)
    strict, recall, false = FLOORS[part]
    assert figures.precision >= 0.95
    assert figures.strict >= strict
    assert figures.recall >= recall
    assert figures.count("wrong", contrary=True) <= false
