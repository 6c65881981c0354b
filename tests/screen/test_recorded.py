"""Screens of six failing attempts are as they were recorded; `python -m tests.recorded` records them anew."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from tests.recorded import FOLDER, MISTAKES, drawn, name_of, screens_of

WORDS = re.compile(r"[A-Za-z]{4}|[\u4e00-\u9fff]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def lines_of_words(text):
    """Those of a screen but for pictures, whose shades are signs where there is no colour."""
    return [line.rstrip() for line in text.splitlines() if WORDS.search(line)]


@pytest.mark.parametrize("number", MISTAKES)
def test_a_screen_is_as_it_was_recorded(number):
    recorded = (FOLDER / f"{name_of(number)}.txt").read_text(encoding="utf-8")
    assert screens_of(number) == recorded, "if it is better so: python -m tests.recorded"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 60])
def test_colour_says_nothing_that_is_not_said_and_no_line_is_too_wide(lang, width):
    for number in MISTAKES:
        plain, coloured = (drawn(number, lang, width, colour) for colour in (False, True))
        assert COLOUR.search(coloured)
        lines = zip(lines_of_words(COLOUR.sub("", coloured)), lines_of_words(plain), strict=True)
        assert sum(one != other for one, other in lines) <= 1  # what a picture's shades mean
        assert max(map(cell_len, plain.splitlines())) <= width
