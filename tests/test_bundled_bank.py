"""The bundled bank is sound, and as large as it says."""

from __future__ import annotations

import pytest

from interview.bank import open_bank
from interview.grading.client import Links, PrivateEngine, fresh_seed
from interview.grading.proof import prove

BANK = open_bank(None)


@pytest.fixture(scope="module")
def proofs():
    return {}


@pytest.fixture(scope="module")
def engine():
    with Links(PrivateEngine()) as started:
        yield started


@pytest.mark.parametrize("card", BANK.cards, ids=lambda card: card.slug)
def test_a_question_is_sound(card, engine, proofs):
    proof = proofs[card.id] = prove(engine.link(), card, fresh_seed())
    assert proof.problems == []
    assert (proof.accepted, proof.rejected) == (0, 0)


def test_the_bank_has_what_it_promises(proofs):
    assert BANK.problems == []
    assert [card.number for card in BANK.cards] == list(range(1, len(BANK.cards) + 1))
    if len(proofs) == len(BANK.cards):
        assert sum(p.wrong for p in proofs.values()) >= 55
        assert sum(p.right for p in proofs.values()) >= 20
