"""`interview new`, `schema` and `doctor`."""

from __future__ import annotations

import json
import shutil

import pytest

from interview.authoring.scaffolding import create_question
from interview.bank import Bank
from interview.bank.facts import simple_facts
from interview.bank.question_files import QuestionFiles
from interview.errors import UsageError
from tests.helpers.command import interview


def test_new_and_schema_and_doctor(toy):
    interview("new", "2", "rotary", "--title", "Rotary", bank=toy)
    text = interview("check", "2", bank=toy, status=1).stdout
    assert "still to be written" in text
    interview("schema", bank=toy)
    assert json.loads((toy / "questions/question.schema.json").read_text())["title"] == "Question"
    interview("schema", "--assignment", str(toy / "mine"), bank=toy)
    assert json.loads((toy / "mine/assignment.schema.json").read_text())["title"] == "Assignment"
    assert (toy / "mine/assignment.yaml").is_file()
    text = interview("doctor").stdout
    assert "Grading   works" in text


TITLES = [
    "a: b",
    'say "x"',
    "yes",
    "3",
    "# no",
    "[a, b",
    "- x",
    "it's {x} & *y",
    "C:\\temp",
    "注意力：一",
    "null",
]


def test_a_new_question_can_be_read_whatever_its_title(toy):
    for number, title in enumerate(TITLES, 10):
        create_question(toy, number, f"{number}-class", title)
        files = QuestionFiles(toy / "questions" / f"{number}_{number}_class")
        assert files.problems() == []
        assert (files.question.title, files.prose.title) == (title, title)
    assert Bank(toy).title(Bank(toy).find("10"), "zh") == TITLES[0]
    assert Bank(toy).problems == []


@pytest.mark.parametrize(
    ("number", "id", "title", "told"),
    [
        (5, "other", "two\nlines", "expected one line"),
        (5, "other", " ", "expected a title"),
        (5, "other", "\x1b[31mred", "characters that can't be shown"),
        (5, "Other", "T", "expected kebab-case"),
        (5, "../other", "T", "expected kebab-case"),
        (5, "a" * 200, "T", "at most 60 characters"),
        (10**30, "other", "T", "expected a number from 1 to 9999"),
        (1, "other", "T", "already there"),
        (5, "attend", "T", "already there"),
    ],
)
def test_what_would_be_no_question_is_refused_before_anything_is_written(
    toy, number, id, title, told
):
    before = sorted(toy.rglob("*"))
    with pytest.raises(UsageError, match=told):
        create_question(toy, number, id, title)
    assert sorted(toy.rglob("*")) == before


def test_nothing_is_left_of_a_new_question_that_could_not_be_written(toy):
    solutions = toy / "solutions"
    shutil.rmtree(solutions)
    solutions.write_text("not a folder")
    before = sorted(toy.rglob("*"))
    with pytest.raises(UsageError, match="cannot be written"):
        create_question(toy, 5, "other", "T")
    assert sorted(toy.rglob("*")) == before
    solutions.unlink()
    (toy / "solutions").mkdir()
    (toy / "solutions" / "05_other.py").write_text("kept")
    with pytest.raises(UsageError, match="already there"):
        create_question(toy, 5, "other", "T")
    assert not (toy / "questions" / "05_other").exists()


def test_a_bank_that_is_not_there_is_made_in_its_languages(tmp_path):
    told = interview("new", "3", "scaling-laws", "--languages", "zh", bank="./mine").stdout
    assert "mine: a new bank" in told
    assert "interview check --bank ./mine 3" in told
    (card,) = Bank(tmp_path / "work" / "mine").cards
    assert (card.bank.name, card.bank.languages, card.id) == ("mine", ("zh",), "mine:scaling-laws")
    assert not (card.folder / "zh.yaml").exists()
    assert "250 to 500 Chinese characters" in (card.folder / "question.yaml").read_text()
    assert simple_facts(card.folder.parent / "bank.yaml") is not None  # read without a parser
    interview("new", "4", "other", bank="mine")
    assert [c.number for c in Bank(tmp_path / "work" / "mine").cards] == [3, 4]


@pytest.mark.parametrize(
    ("bank", "more", "told"),
    [
        ("mine", (), "mine: no such bank: for a new one write its folder, as in ./mine"),
        ("./Mein Müll", (), "a bank has the name of its folder"),
        ("./mine", ("--languages", "de"), "--languages de: expected en, zh or en,zh"),
        ("bert", ("--languages", "en"), "--languages: is for a new bank: write them in "),
    ],
)
def test_a_bank_that_cannot_be_meant_is_not_made(tmp_path, bank, more, told):
    assert told in interview("new", "99", "other", *more, bank=bank, status=2).stderr
    assert list((tmp_path / "work").iterdir()) == []


def test_a_new_question_has_a_topic_of_its_bank(toy):
    (toy / "questions" / "bank.yaml").write_text("name: toy\ntopics:\n  kv: {}\n  rl: {}\n")
    create_question(toy, 5, "other", "T")
    text = (toy / "questions/05_other/question.yaml").read_text()
    assert "topic: kv  # kv or rl\n" in text
