"""The ladder's file: what it is read from and written to, and when it is out of date."""

from __future__ import annotations

import json

import pytest

from interview.bank import Bank
from interview.bank.ladder import (
    Ladder,
    Rung,
    ladder_edition,
    ladder_file,
    ladder_text,
    read_ladder,
)
from interview.bank.loading import load_quickly
from interview.bank.shipped import bundled_bank_folder
from tests.helpers.toy import change

RUNGS = (
    Rung("plain", {2: 1, 5: 2}, 4),
    Rung("plain", {2: 1, 5: 3}, 9),
    Rung('"refused"', {3: 1}, 2),
    Rung("正", {}, 7),
)


def card_of(toy):
    (card,) = Bank(toy).cards
    return card


def edition_of(toy):
    card = card_of(toy)
    return ladder_edition(card, load_quickly(card.folder))


def test_what_is_written_is_read_again_the_smallest_first(toy):
    card = card_of(toy)
    text = ladder_text(Ladder("e1", RUNGS))
    ladder_file(card).write_text(text, encoding="utf-8")
    read = read_ladder(card)
    assert read.edition == "e1"
    assert sorted(map(repr, read.rungs)) == sorted(map(repr, RUNGS))
    assert [rung.count for rung in read.rungs] == [2, 4, 7, 9]
    assert ladder_text(Ladder("e1", RUNGS)) == text
    assert list(json.loads(text)["cases"]) == ["plain", '"refused"', "正"]


A_RUNG = '{"edition": "e", "cases": {"a": {"sizes": [2], "rungs": [[%s]]}}}'


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "\xff", "[" * 100_000, A_RUNG % "1, 2" + " " * 2**20),
        *(
            A_RUNG % rung
            for rung in ("1", "1, 4", "1, -1", '1, "2"', "1, true", "1, 1e9", "null, 2")
        ),
    ],
)
def test_what_cannot_be_read_is_no_ladder(toy, text):
    card = card_of(toy)
    ladder_file(card).write_text(text, encoding="latin-1")
    assert read_ladder(card) is None
    ladder_file(card).unlink()
    assert read_ladder(card) is None


def test_a_rung_has_small_sizes_or_the_cases_own(toy):
    ladder_file(card_of(toy)).write_text(A_RUNG % "1, 3", encoding="utf-8")
    assert read_ladder(card_of(toy)).rungs == (Rung("a", {2: 3}, 1),)


def test_an_edition_changes_with_what_is_called_and_with_no_word_of_prose(toy, question):
    edition = edition_of(toy)
    change(question, "says: The", "says: Indeed the")
    assert edition_of(toy) == edition
    seen = {edition}
    change(question, "randn(2, 3, 4)", "randn(2, 3, 6)")
    seen.add(edition_of(toy))
    solution = toy / "solutions" / "01_attend.py"
    solution.write_text(solution.read_text() + "\n")
    seen.add(edition_of(toy))
    (question / "given.py").write_text("")
    (question / "recipes.py").write_text("X = 1\n")
    seen.add(edition_of(toy))
    assert len(seen) == 4


def test_the_bundled_ladders_are_of_this_edition():
    """All thirty ship; `interview check` makes them."""
    cards = Bank(bundled_bank_folder()).cards
    ladders = {card.id: read_ladder(card) for card in cards if ladder_file(card).is_file()}
    assert len(ladders) in (0, len(cards))
    for card in cards:
        if card.id in ladders:
            question = load_quickly(card.folder)
            assert ladders[card.id].edition == ladder_edition(card, question), card.slug
            assert {r.case for r in ladders[card.id].rungs} <= {
                case.name for case in question.exercise.all_cases
            }
