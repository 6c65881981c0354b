"""The task above a stub: in the learner's language, a comment whatever is in it, and still a stub."""

from __future__ import annotations

import os

import pytest

from interview.bank import Bank, open_bank
from interview.errors import UsageError
from interview.model.verdict import Verdict
from interview.practice.exercise import workspace
from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
from interview.practice.exercise.in_hand import exercise_in_hand, last_exercise, open_exercise
from interview.practice.exercise.places import exercise_path, is_stub
from interview.practice.exercise.stubs import STUB_WIDTH, comment_lines, stub_text
from interview.text import CLOSING_MARKS, columns_of
from tests.conftest import TOY

BANK = open_bank(None)
(TOY_CARD,) = Bank(TOY).cards


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_the_task_stands_above_the_code_in_the_language(tongue):
    card = BANK.find("3")
    text = stub_text(card, tongue)
    bare = card.stub.read_text(encoding="utf-8")
    first, _end, code = bare.partition("\n")
    assert text.startswith(f"{first}\n#\n# {BANK.title(card, tongue)}\n#\n")
    assert text.endswith(code)
    task = text.removesuffix(code).splitlines()
    assert all(line.startswith("#") for line in task)
    assert max(map(columns_of, task)) <= STUB_WIDTH
    assert not [line for line in task if line.lstrip("# ")[:1] in {*CLOSING_MARKS}]
    whole = BANK.load(card, tongue).exercise.task
    told = "".join(line[1:] for line in task).replace(" ", "")
    assert "".join(whole.split()) in told


def test_nothing_in_a_task_ends_its_comment():
    hostile = 'a\rimport os\x0bb\u2028c\x1b[2J"""\n\n```\n' + "x" * 200 + "\n```"
    lines = [*comment_lines(hostile)]
    assert all(line.startswith("#") and line.isprintable() for line in lines)
    assert "# " + "x" * 200 in lines  # code is not wrapped
    compile("\n".join(lines), "stub", "exec")


@pytest.mark.parametrize("tongue", ["en", "zh", None])
def test_a_stub_is_one_in_any_language_and_nothing_is_set_aside(tongue):
    path, new = workspace.write_stub(TOY_CARD, tongue)
    assert new
    assert is_stub(path, TOY_CARD)
    assert workspace.restore_stub(TOY_CARD, "zh") == (path, None)
    assert path.read_text(encoding="utf-8") == stub_text(TOY_CARD, "zh")


def test_a_word_in_the_task_is_the_learners_and_is_kept():
    path, _new = workspace.write_stub(TOY_CARD, "en")
    mine = path.read_text().replace("#\n", "# my thought\n#\n", 1)
    path.write_text(mine)
    assert not is_stub(path, TOY_CARD)
    _path, kept = workspace.restore_stub(TOY_CARD, "en")
    assert kept.read_text() == mine


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_it_counts_as_not_written(grade, tongue):
    assert grade(stub_text(TOY_CARD, tongue)).status == "not_written"


def test_where_the_question_cannot_be_read_the_stub_comes_bare(question):
    (question / "question.yaml").write_text((question / "question.yaml").read_text() + "odd: 1\n")
    (card,) = Bank(question.parents[1]).cards
    assert stub_text(card, "en") == stub_text(card, None)


def test_in_hand_is_what_was_written_in_last_and_is_not_accepted():
    recorder = ExerciseRecorder(BANK)
    one, two = BANK.cards[:2]
    for card, at in ((one, 200), (two, 100)):
        begin_exercise(card, recorder, "en")
        os.utime(exercise_path(card), (at, at))
    workspace.write_stub(BANK.cards[2], "en")  # by whom nobody knows
    assert last_exercise(BANK, recorder) == open_exercise(BANK, recorder) == one
    recorder.record(Verdict(one.id, "", "accepted", 1.0, 1))
    assert (last_exercise(BANK, recorder), open_exercise(BANK, recorder)) == (one, two)
    assert exercise_in_hand([two], frozenset()) is None


def test_where_nothing_is_in_hand_it_says_what_to_begin():
    with pytest.raises(UsageError, match="interview start 1`"):
        open_exercise(BANK, ExerciseRecorder(BANK))
