"""What the cases hand in can be read: by a command that the task, `show` and `start` name."""

from __future__ import annotations

import pytest

from interview.bank import open_bank
from tests.helpers.command import interview, unwrapped

GIVEN = '"""Handed in."""\n\n\ndef same(x):\n    return x\n'


@pytest.fixture
def given(toy):
    path = toy / "questions" / "01_attend" / "given.py"
    path.write_text(GIVEN)
    return path


def test_what_cases_hand_in_is_printed_as_it_is(toy, given):
    assert interview("show", "1", "--given", bank=toy).stdout == GIVEN


def test_show_and_start_name_the_command(toy, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    commands = [["show", "1"], ["start", "1"], ["start", "1", "--bare"]]
    for command in commands:
        told = unwrapped(interview(*command, bank=toy).stdout)
        assert unwrapped(f"interview show --bank {toy} 1 --given") in told
    given.unlink()
    for command in commands:
        assert "--given" not in interview(*command, bank=toy).stdout


def test_a_question_that_hands_in_values_alone_says_so(toy):
    done = interview("show", "1", "--given", bank=toy, status=2)
    assert "its cases hand in nothing but values" in done.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_bundled_task_that_names_the_file_names_the_command(lang):
    bank, named = open_bank(None), 0
    for card in bank.cards:
        task = bank.load(card, lang).exercise.task
        if "given.py" in task:
            named += 1
            assert f"`interview show {card.number} --given`" in task, card.slug
            assert card.given.is_file(), card.slug
    assert named > 5
