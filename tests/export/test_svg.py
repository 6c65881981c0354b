"""Pictures as SVG: well formed, named, and with everything in it that the terminal shows."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from interview.export.palette import LESS, MIDDLE, MORE, as_hex, colour
from interview.export.svg import picture_as_svg
from interview.model.picture import Box, Grid, HeatMap, Layers

TITLE = {"en": 'Who sees "<whom>" & why', "zh": "谁看谁"}
PICTURES = [
    HeatMap(TITLE, [[0.25, -1.5], [float("nan"), 1.0]], ["<s>", "cat"], ["<s>", "cat"]),
    HeatMap(TITLE, [[float(i == j) for j in range(20)] for i in range(20)]),
    Layers(TITLE, [Box({"en": "in <x>"}, "(2, 3)"), Box({"en": "out"}, "(2,)")]),
    Grid(TITLE, [{"en": "step"}, {"en": "tokens"}], [["1", "<s> a"], ["2", "b & c"]]),
]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_well_formed_named_and_within_its_frame(picture, lang):
    root = ET.fromstring(picture_as_svg(picture, lang))
    assert root.attrib["aria-label"] == TITLE[lang]
    assert root.attrib["role"] == "img"
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for part in root.iter("rect"):
        x, y = float(part.attrib["x"]), float(part.attrib["y"])
        assert 0 <= x <= x + float(part.attrib["width"]) <= width
        assert 0 <= y <= y + float(part.attrib["height"]) <= height


def test_cells_have_their_colours_and_tell_their_numbers():
    root = ET.fromstring(picture_as_svg(PICTURES[0], "en"))
    cells = list(root.iter("rect"))
    assert [cell.find("title").text for cell in cells] == ["0.25", "-1.5", "·", "1"]
    assert cells[1].attrib["fill"] == as_hex(LESS)
    assert cells[2].attrib["fill"] == "none"
    texts = [text.text for text in root.iter("text")]
    assert texts.count("<s>") == 2
    assert {"0.25", "-1.5", "·", "1"} <= set(texts)


def test_white_is_nothing_and_either_side_has_its_colour():
    assert [colour(n, 2.0) for n in (0.0, 2.0, -2.0)] == [MIDDLE, MORE, LESS]
    assert sum(colour(1.0, 2.0)) > sum(MORE)


def test_texts_are_where_they_were_told():
    texts = [text.text for text in ET.fromstring(picture_as_svg(PICTURES[3], "en")).iter("text")]
    assert texts == ["step", "tokens", "1", "<s> a", "2", "b & c"]
    texts = [text.text for text in ET.fromstring(picture_as_svg(PICTURES[2], "en")).iter("text")]
    assert texts == ["in <x>", "(2, 3)", "out", "(2,)"]
