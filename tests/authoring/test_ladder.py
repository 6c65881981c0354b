"""`check` keeps the ladder beside a question up to date, and says what it did."""

from __future__ import annotations

import pytest

from interview.authoring.ladder import renewed_ladder
from interview.authoring.proof import prove_question
from interview.authoring.static_problems import stray_files
from interview.bank import Bank
from interview.bank.ladder import ladder_file, read_ladder
from interview.bank.loading import load_quickly
from interview.bank.question_files import QuestionFiles
from tests.helpers.toy import change


@pytest.fixture
def renew(toy, link):
    """Brings the toy question's ladder up to date; what was said."""

    def renewed():
        (card,) = Bank(toy).cards
        return list(renewed_ladder(link, card, load_quickly(card.folder), 3))

    return renewed


def test_it_is_made_once_and_again_when_the_exercise_changes(toy, question, renew):
    path = question / "ladder.json"
    path.unlink(missing_ok=True)
    (line,) = renew()
    assert "ladder.json: made anew (there was none): " in line
    before = path.read_bytes()
    assert renew() == []
    assert path.read_bytes() == before
    change(question, "randn(2, 3, 4)", "randn(2, 3, 1)")
    (line,) = renew()
    assert "made anew (the exercise has changed)" in line
    assert path.read_bytes() != before


def test_a_bank_that_cannot_be_written_is_only_told_of(question, renew):
    path = question / "ladder.json"
    path.unlink(missing_ok=True)
    path.mkdir()
    (line,) = renew()
    assert "out of date (there was none) and cannot be written: " in line


def test_a_proof_makes_it_and_takes_it_for_no_stray_file(toy, link):
    (card,) = Bank(toy).cards
    ladder_file(card).unlink(missing_ok=True)
    proof = prove_question(link, card.folder, (3,))
    assert "made anew" in proof.notes[0]
    assert proof.problems == []
    assert read_ladder(card).rungs
    assert list(stray_files(QuestionFiles(card.folder))) == []
