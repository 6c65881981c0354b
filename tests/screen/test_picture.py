"""Pictures in the terminal: what is where, with and without colour, and never wider than the screen."""

from __future__ import annotations

import io
import math

import pytest
from rich.cells import cell_len
from rich.console import Console

from interview.model.picture import Box, Grid, HeatMap, Layers
from interview.screen import picture as screen

WORDS = {"en": "Weights", "zh": "权重"}
AXES = {"row_axis": {"en": "query", "zh": "查询"}, "column_axis": {"en": "key", "zh": "键"}}


@pytest.fixture
def drawn(monkeypatch):
    def draw(picture, lang="en", colour=None, width=60):
        console = Console(
            width=width,
            color_system=colour,
            force_terminal=colour is not None,
            record=True,
            file=io.StringIO(),
        )
        monkeypatch.setattr(screen, "out", lambda: console)
        screen.show_pictures([picture], lang)
        return console.export_text(styles=colour is not None)

    return draw


def causal(size):
    return [[float(j <= i) for j in range(size)] for i in range(size)]


def test_a_small_matrix_is_its_numbers(drawn):
    picture = HeatMap(WORDS, [[0.25, -1.5], [math.nan, 1 / 3]], ["the", "cat"], ["a", "b"], **AXES)
    assert drawn(picture).splitlines() == [
        *("Weights", "", "  ↓ query   → key", ""),
        *("         a      b", "  the 0.25   -1.5", "  cat    ·  0.333", ""),
    ]
    assert "↓ 查询   → 键" in drawn(picture, "zh")


def test_without_colour_darkness_and_sign_are_characters(drawn):
    lines = drawn(HeatMap(WORDS, [[0, 0.5, 1, -1, -0.5, math.nan]], scale="signed")).splitlines()
    assert lines[-2] == "  0   ==@@-@-=··"


def test_columns_are_named_down_to_where_they_are(drawn):
    lines = drawn(
        HeatMap(WORDS, causal(5), list("abcde"), ["one", "two", "three", "4", "5"])
    ).splitlines()
    assert lines[2:9] == [
        "    ┌ one",
        "    │ ┌ two",
        "    │ │ ┌ three",
        "    │ │ │ ┌ 4",
        "    │ │ │ │ ┌ 5",
        "  a @@",
        "  b @@@@",
    ]


def test_numbers_of_columns_stand_over_their_columns(drawn):
    head, first = drawn(HeatMap(WORDS, [[0.0] * 10 + [1.0] + [0.0] * 9])).splitlines()[2:4]
    assert head.split() == ["0", "5", "10", "15"]
    assert head.index("10") + 1 == first.rindex("@")


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("colour", [None, "standard", "truecolor"])
@pytest.mark.parametrize("size", [5, 26, 48])
def test_nothing_is_wider_than_the_screen(drawn, width, colour, size):
    text = drawn(HeatMap(WORDS, causal(size), **AXES), colour=None, width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert len(text.splitlines()) == size + 6
    shown = drawn(HeatMap(WORDS, causal(size), **AXES), colour=colour, width=width)
    assert ("\x1b[" in shown) == (colour is not None)


def test_many_rows_share_lines_where_there_is_colour(drawn):
    text = drawn(HeatMap(WORDS, causal(25)), colour="truecolor")
    assert sum(screen.HALF in line for line in text.splitlines()) == 13


def test_layers_stand_one_above_the_other(drawn):
    picture = Layers(
        WORDS, [Box({"en": "x"}, "(2, 3)"), Box({"en": "norm", "zh": "归一化"}, "(2, 3)")]
    )
    assert drawn(picture).splitlines()[2:8] == [
        *("  ┌──────┐", "  │  x   │  (2, 3)", "  └───┬──┘"),
        *("  ┌───┴──┐", "  │ norm │  (2, 3)", "  └──────┘"),
    ]
    assert "│ 归一化 │" in drawn(picture, "zh")


def test_a_grid_has_straight_columns_in_either_language(drawn):
    picture = Grid(
        WORDS,
        [{"en": "step", "zh": "步"}, {"en": "beams", "zh": "候选"}],
        [["1", "a"], ["10", "a b"]],
    )
    assert drawn(picture).splitlines()[2:5] == ["  step  beams", "  1     a", "  10    a b"]
    assert drawn(picture, "zh").splitlines()[2:4] == ["  步  候选", "  1   a"]
