"""A wrong matrix in the terminal and in a page: three pictures in a row where they fit."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from rich.console import Console

from interview.export.svg import matrices_as_svg, matrices_as_text
from interview.model.verdict import Matrices
from interview.screen import console, matrices, picture

EYE = tuple(tuple(float(i == j) for j in range(6)) for i in range(6))
TURNED = tuple(tuple(float(i + j == 5) for j in range(6)) for i in range(6))
TOLD = Matrices("padded", "weights", (0, 1), EYE, TURNED)


@pytest.fixture
def drawn(monkeypatch):
    def draw(told, width, colour=None):
        own = Console(
            width=width,
            color_system=colour,
            force_terminal=bool(colour),
            record=True,
            file=io.StringIO(),
        )
        for module in (console, matrices, picture):
            monkeypatch.setattr(module, "out", lambda: own)
        matrices.show_matrices(told)
        return own.export_text(styles=bool(colour))

    return draw


def test_three_stand_side_by_side_and_none_is_wider_than_the_screen(drawn):
    lines = drawn(TOLD, 80).splitlines()
    assert lines[0] == "  The result of “padded” at [0, 1] (weights, white is 0):"
    assert lines[1].split() == ["expected", "got", "difference"]
    assert lines[3] == "    0 @@             0           @@   0 -@        @@"
    assert lines[-1].endswith("the difference has a scale of its own")
    assert max(map(len, drawn(TOLD, 60).splitlines())) <= 60


def test_where_they_do_not_fit_they_stand_one_below_the_other(drawn):
    lines = drawn(TOLD, 30).splitlines()
    heads = [line.strip() for line in lines if line.strip() in ("expected", "got", "difference")]
    assert heads == ["expected", "got", "difference"]
    assert max(map(len, lines)) <= 30


def test_in_colour_cells_are_coloured_and_a_missing_number_is_a_dot(drawn):
    missing = Matrices("padded", "weights", (), EYE, ((None,) * 6, *TURNED[1:]))
    told = drawn(missing, 80, "truecolor")
    assert "48;2;8;81;156" in told
    assert "··" in told
    assert "blue is more than 0" in told


def test_a_page_gets_the_same_as_three_pictures():
    root = ET.fromstring(f"<div>{matrices_as_svg(TOLD)}</div>")
    titles = ["expected", "got", "difference"]
    assert [text.text for text in root.iter("figcaption")] == titles
    assert [figure[1].attrib["aria-label"] for figure in root] == titles
    assert [len(list(figure.iter("rect"))) for figure in root] == [36, 36, 36]


def test_where_nothing_is_drawn_it_gets_numbers():
    missing = Matrices("padded", "weights", (), EYE, ((None,) * 6, *TURNED[1:]))
    expected, got, difference = (
        block.split("\n") for block in matrices_as_text(missing).split("\n\n")
    )
    assert expected[:2] == ["expected", "1 0 0 0 0 0"]
    assert got[:3] == ["got", "· · · · · ·", "0 0 0 0 1 0"]
    assert difference[:3] == ["difference", " ·  ·  ·  ·  ·  ·", " 0 -1  0  0  1  0"]
    assert {len(expected), len(got), len(difference)} == {7}
