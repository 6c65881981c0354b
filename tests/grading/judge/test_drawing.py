"""Pictures come from the reference, alike each time; one that can't be drawn is told with file and line."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from interview.bank import Bank, open_bank
from interview.errors import QuestionError
from interview.model.picture import HeatMap
from interview.screen import picture as screen
from tests.helpers.command import interview

HEAD = "import torch\nfrom interview.model.picture import Box, Grid, HeatMap, Layers\n\n\ndef pictures(reference):\n"
GOOD = HEAD + (
    "    q = torch.randn(3, 2)\n"
    "    out = reference.attend(q, q, torch.eye(3))\n"
    "    yield HeatMap({'en': 'Weights', 'zh': '权重'}, out.tolist())\n"
)
BROKEN = {
    "    yield reference.attend(1, 2, 3)\n": "cannot be drawn: AttributeError: .*picture.py, line 6|cannot be drawn",
    "    yield 3\n": r"picture 1: expected HeatMap, Layers, Grid, got int",
    "    return []\n": "expected 1 to 8 pictures, got 0",
    "    yield HeatMap({'zh': '图'}, [[1]])\n": 'title: expected {"en": ',
    "    yield HeatMap({'en': 'x'}, [[1], [1, 2]])\n": "rows of one length",
    "    yield HeatMap({'en': 'x'}, [[0.0] * 49])\n": "expected 1 to 48 columns, got 49",
    "    yield HeatMap({'en': 'x'}, torch.eye(2))\n": "expected numbers: call .tolist()",
    "    yield HeatMap({'en': 'x'}, [[1]], rows=['a', 'b'])\n": "rows: expected 1 short texts",
    "    yield Layers({'en': 'x'}, [Box('name')])\n": "name: expected",
    "    yield Grid({'en': 'x'}, [{'en': 'a'}], [['1', '2']])\n": "cells: expected 1 short texts",
    "    import os; os._exit(1)\n": "ends the grader",
}


@pytest.fixture
def card(toy):
    (card,) = Bank(toy).cards
    return card


def test_what_is_drawn_is_computed_and_the_same_each_time(link, card):
    card.picture.write_text(GOOD)
    (picture,) = link.pictures(card)
    assert type(picture) is HeatMap
    assert [sum(row) for row in picture.values] == pytest.approx([1.0] * 3)
    assert link.pictures(card) == [picture]
    card.picture.write_text(GOOD.replace("torch.eye(3)", "2 * torch.eye(3)"))
    (other,) = link.pictures(card)
    assert [sum(row) for row in other.values] == pytest.approx([2.0] * 3)
    card.picture.unlink()
    assert link.pictures(card) == []


@pytest.mark.parametrize(("body", "told"), BROKEN.items())
def test_what_cannot_be_drawn_is_told_with_its_file(link, card, body, told):
    card.picture.write_text(HEAD + body)
    with pytest.raises(QuestionError, match=told.replace("{", r"\{")) as caught:
        link.pictures(card)
    assert "01_attend/picture.py" in str(caught.value)


def test_show_draws_it_and_check_looks_at_it(toy, question):
    (question / "picture.py").write_text(GOOD)
    done = interview("show", "1", "--picture", bank=toy)
    assert "Weights" in done.stdout
    done = interview("show", "1", "--picture", "--lang", "zh", bank=toy)
    assert "权重" in done.stdout
    (question / "picture.py").write_text(HEAD + "    yield 3\n")
    done = interview("check", bank=toy, status=1)
    assert "picture 1: expected HeatMap" in done.stdout + done.stderr
    (question / "picture.py").unlink()
    done = interview("show", "1", "--picture", bank=toy, status=2)
    assert "there is no picture of it" in done.stderr


@pytest.mark.parametrize("card", open_bank(None).cards, ids=lambda card: card.slug)
def test_every_bundled_question_is_drawn_in_both_languages_and_60_columns(link, card, monkeypatch):
    console = Console(width=60, color_system=None, file=io.StringIO())
    monkeypatch.setattr(screen, "out", lambda: console)
    drawn = link.pictures(card)
    assert drawn, f"{card.slug} has no picture.py"
    for picture in drawn:
        assert picture.title["zh"]
        assert picture.title["zh"] != picture.title["en"]
        for lang in ("en", "zh"):
            widest = max(cell_len(line.plain) for line in screen.picture_lines(picture, lang))
            assert screen.PICTURE_INDENT + widest <= console.width, (picture.title[lang], widest)
