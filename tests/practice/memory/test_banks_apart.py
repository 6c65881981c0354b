"""What is kept of one bank's question is nobody else's: not of another bank with the same id, nor of a shipped one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interview.bank import Bank, open_bank
from interview.export.history import history_as_text, rows_from_lines
from interview.history.items import Item
from interview.history.notes import Notes
from interview.history.reviews import GOOD, Review, Reviews, time_stamp
from interview.history.rows import check_row
from interview.history.store import Recorder, Store
from interview.history.transfer import merge_rows, read_tables
from interview.model.verdict import Verdict
from interview.practice.exercise.exercises import ExerciseRecorder
from interview.practice.memory.scheduling import memory_after_past_review, record_review
from interview.practice.memory.selection import DrillPool, Wanted
from interview.practice.quiz.quiz import plan_quiz
from interview.practice.standing.home import read_home
from interview.practice.standing.mastery import compute_progress
from tests.helpers.banks import toy_bank

NOW = datetime.now(UTC)


@pytest.fixture
def banks(tmp_path, monkeypatch):
    """`mine`, `yours` and the one that is shipped, all with a question `attend`."""
    shipped = toy_bank(tmp_path / "shipped")
    monkeypatch.setattr("interview.bank.shipped.bundled_bank_folder", lambda: shipped)
    return {
        "mine": Bank(toy_bank(tmp_path / "mine")),
        "yours": Bank(toy_bank(tmp_path / "yours")),
        "shipped": open_bank(None),
    }


def passed(bank):
    return read_home(bank, Recorder(), NOW).passed


def test_a_pass_in_one_bank_ticks_no_question_of_another(banks):
    verdict = Verdict("mine:attend", "f.py", "accepted", 1.0, 1)
    ExerciseRecorder(banks["mine"]).record(verdict)
    assert {name: passed(bank) for name, bank in banks.items()} == {
        "mine": 1,
        "yours": 0,
        "shipped": 0,
    }
    together = Bank(*(bank.root for bank in banks.values()))
    assert passed(together) == 1
    ExerciseRecorder(together).record(Verdict("attend", "f.py", "accepted", 1.0, 1))
    assert {name: passed(bank) for name, bank in banks.items()} == {
        "mine": 1,
        "yours": 0,
        "shipped": 1,
    }
    (kept,) = Reviews().all(item="exercise:mine:attend")
    assert kept.question == "mine:attend"


def test_answers_drills_notes_and_marks_are_of_their_bank_alone(banks):
    past = time_stamp(NOW - timedelta(days=20))
    for item in ("question:mine:attend", "drill:mine:attend:1", "debug:mine:attend:no-scaling"):
        record_review(Reviews(), Review(item, GOOD, at=past))
    assert {n: read_home(b, Recorder(), NOW).due.total for n, b in banks.items()} == {
        "mine": 3,
        "yours": 0,
        "shipped": 0,
    }
    assert [planned.new for planned in plan_quiz(banks["mine"], "en", Wanted()).plan] == [False]
    assert [planned.new for planned in plan_quiz(banks["yours"], "en", Wanted()).plan] == [True]
    standings = Reviews().standings()
    first = {
        name: next(iter(DrillPool(bank, bank.cards, "en").round(standings, NOW, 1))).item
        for name, bank in banks.items()
    }
    assert first == {
        "mine": "drill:mine:attend:1",
        "yours": "drill:yours:attend:0",
        "shipped": "drill:attend:0",
    }
    Notes().add("mine:attend", "mine")
    Notes().mark("mine:attend", True)
    assert (Notes().all().of("attend"), Notes().all().marked) == ((), {"mine:attend"})


def test_a_mistake_is_shown_where_it_was_made(banks):
    wrong = Verdict("mine:attend", "f.py", "wrong", 0.0, 1, misconception="no-scaling")
    ExerciseRecorder(banks["mine"]).record(wrong)
    seen = {n: len(compute_progress(b, Store(), NOW).misconceptions) for n, b in banks.items()}
    assert seen == {"mine": 1, "yours": 0, "shipped": 0}


@pytest.mark.parametrize(
    ("item", "question", "part"),
    [
        ("question:attend", "attend", ""),
        ("question:mine:attend", "mine:attend", ""),
        ("exercise:mine:attend", "mine:attend", ""),
        ("drill:attend:2", "attend", "2"),
        ("drill:mine:attend:2", "mine:attend", "2"),
        ("debug:attend:no-scaling", "attend", "no-scaling"),
        ("debug:mine:attend:no-scaling", "mine:attend", "no-scaling"),
        ("drill:attend", "attend", ""),
    ],
)
def test_an_item_knows_its_question_and_its_part(item, question, part):
    assert (Item(item).question, Item(item).part) == (question, part)


def test_the_history_of_any_bank_can_be_taken_along(banks, monkeypatch, tmp_path):
    ExerciseRecorder(banks["mine"]).record(Verdict("mine:attend", "f.py", "accepted", 1.0, 1))
    record_review(Reviews(), Review("drill:mine:attend:1", GOOD))
    Notes().add("mine:attend", "mine")
    text = history_as_text(read_tables(Store()))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    rows = rows_from_lines(text.splitlines(), "h.jsonl", datetime.now(UTC))
    merge_rows(Store(), rows, memory_after_past_review)
    assert Store().statuses() == {"mine:attend": "accepted"}
    assert {review.item for review in Reviews().all()} >= {"drill:mine:attend:1"}
    assert [note.text for note in Notes().all().of("mine:attend")] == ["mine"]


@pytest.mark.parametrize("question", ["a:b:c", "mine:", ":attend", "mine: attend", ""])
def test_what_is_no_id_is_not_taken_in(question):
    row = {"at": time_stamp(NOW), "question": question, "what": "hint", "number": 1}
    with pytest.raises(ValueError, match="an id"):
        check_row("reveal", row)
