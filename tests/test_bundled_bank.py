"""The bundled bank is sound, and as large as it says."""

from __future__ import annotations

import pytest

from interview.bank import open_bank
from interview.grading.client import Links, PrivateEngine
from interview.grading.proof import prove_all

BANK = open_bank(None)


@pytest.fixture(scope="module")
def proofs():
    """A proof of every question, two at a time while the tests wait for theirs."""
    with Links(PrivateEngine(load="first")) as links:
        waiting = prove_all(links, BANK.cards, None)
        yield {card.id: future for card, future in zip(BANK.cards, waiting, strict=True)}


@pytest.mark.parametrize("card", BANK.cards, ids=lambda card: card.slug)
def test_a_question_is_sound(card, proofs):
    proof = proofs[card.id].result()
    assert proof.problems == []
    assert (proof.accepted, proof.rejected) == (0, 0)


def test_the_bank_has_what_it_promises(proofs):
    assert BANK.problems == []
    assert [card.number for card in BANK.cards] == list(range(1, 31))
    done = [future.result() for future in proofs.values()]
    assert sum(p.wrong for p in done) >= 170
    assert sum(p.right for p in done) >= 50


def test_no_two_exercises_ask_for_the_same_code():
    """No reference passes another question's exercise, and no name is asked for twice in the same way."""
    asked = {}
    for card in BANK.cards:
        exercise = BANK.load(card).exercise
        asked[card.id] = (exercise.names, card.stub.read_text(encoding="utf-8"))
    names = [name for found, _ in asked.values() for name in found]
    assert sorted(names) == sorted(set(names))
