"""What students are handed out: whole, in their language, and without anything of the solutions."""

from __future__ import annotations

import nbformat
import pytest

from interview.bank import Bank, open_bank
from interview.classroom.assignment import open_assignment
from interview.export.release import HandOut, released_files
from interview.grading.client.notebook import code_of_notebook
from interview.practice.exercise.stubs import stub_text
from tests.conftest import TOY
from tests.helpers.gradescope import ROOT

ASSIGNMENT = """\
title: Homework 1
questions: [{question: attend, points: 7.5}]
due: 2026-12-01 23:59 Europe/Berlin
late: {percent_a_day: 10, grace: 15 minutes, cut_off: 1 day 12 hours}
roster: roster.csv
extra_time: {ada@x.org: 1 day}
"""
USUAL = HandOut("en", True, "transformer-interview[notebook]==1", (), True)


@pytest.fixture
def assignment(tmp_path):
    (tmp_path / "roster.csv").write_text("name,email\nAda,ada@x.org\n")

    def made(text=ASSIGNMENT, bank=None):
        path = tmp_path / "assignment.yaml"
        path.write_text(text)
        return open_assignment(path, bank or Bank(TOY))

    return made


def released(ready, how=USUAL, bank=None):
    files = released_files(bank or Bank(TOY), ready, how, stub_text)
    return {path.as_posix(): text for path, text in files.items()}


def test_everything_is_there_in_one_go(assignment):
    files = released(assignment())
    assert list(files) == [
        *("README.md", "tasks/01_attend.md"),
        *("exercises/toy/01_attend.py", "exercises/toy/01_attend.ipynb"),
    ]
    (card,) = Bank(TOY).cards
    assert files["exercises/toy/01_attend.py"] == stub_text(card, "en")
    readme = files["README.md"]
    for told in (
        "# Homework 1\n",
        "Due: **2026-12-01 23:59 Europe/Berlin**.",
        "What is late by no more than 15 minutes is in time.",
        "costs 10 % of what you earned",
        "What is later than 1 day 12 hours earns nothing.",
        "| [1. A toy](tasks/01_attend.md) | [`exercises/toy/01_attend.py`](exercises/toy/01_attend.py) | 7.5 |",
        '.venv/bin/pip install "transformer-interview[notebook]==1"',
        ".venv/bin/interview grade   ",
    ):
        assert told in readme
    assert "ada" not in readme.casefold()
    assert "Write attend." in files["tasks/01_attend.md"]


def test_without_a_due_time_nothing_is_said_of_it(assignment):
    text = "title: H\nquestions: [{question: attend, points: 1}]\n"
    readme = released(assignment(text))["README.md"]
    assert "Due" not in readme
    assert "in time" not in readme


def test_a_notebook_is_one_and_grades_as_the_stub(assignment):
    text = released(assignment())["exercises/toy/01_attend.ipynb"]
    notebook = nbformat.reads(text, 4)
    nbformat.validate(notebook)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code"]
    (card,) = Bank(TOY).cards
    assert card.stub.read_text().rstrip() in code_of_notebook(text.encode())
    assert not [
        n for n in released(assignment(), HandOut("en", False, "x", (), True)) if "ipynb" in n
    ]


def test_who_has_not_the_bank_is_told_nothing_of_grading_and_who_has_names_it(assignment):
    readme = released(assignment(), HandOut("en", False, "x", (), False))["README.md"]
    assert "interview" not in readme
    readme = released(assignment(), HandOut("en", False, "x", ("mine",), True))["README.md"]
    assert ".venv/bin/interview watch --bank mine" in readme


def test_it_is_in_the_students_language_whatever_the_instructors_is(assignment):
    bank = open_bank(None)
    ready = assignment("title: 作业一\nquestions: [{question: 7, points: 1}]\n", bank)
    files = released(ready, HandOut("zh", False, "x", (), True), bank)
    question = bank.load(bank.find("7"), "zh")
    assert question.title in files["README.md"]
    assert "## 写代码\n" in files["README.md"]
    assert question.exercise.task.strip() in files["tasks/07_cross_attention.md"]
    assert "raise NotImplementedError" in files["exercises/07_cross_attention.py"]


@pytest.mark.parametrize(("lang", "numbers"), [("en", [1, 7, 12, 19, 27, 30]), ("zh", [2, 14, 23])])
def test_nothing_of_the_solutions_is_handed_out(assignment, lang, numbers):
    """No line of the reference that the stub lacks, no mistake, no hint, no answer."""
    bank = open_bank(None)
    cards = [bank.find(str(number)) for number in numbers]
    text = "title: All\nquestions:\n" + "".join(
        f"- {{question: {card.id}, points: 1}}\n" for card in cards
    )
    ready = assignment(text, bank)
    files = released(ready, HandOut(lang, True, "x", (), True), bank)
    handed_in = [card for card in cards if card.given.is_file()]
    assert len(files) == 1 + 3 * len(cards) + len(handed_in)
    for card in handed_in:
        assert files[f"tasks/{card.slug}.given.py"] == card.given.read_text(encoding="utf-8")
    everything = "\n".join(files.values())
    for card in cards:
        question = bank.load(card, lang)
        exercise = question.exercise
        told = question.ask + exercise.task
        for secret in (
            *(m.says for m in exercise.misconceptions),
            *exercise.hints,
            *(point.point for point in question.key_points),
            question.answer,
            question.pitfalls,
        ):
            assert secret not in everything or secret in told, secret
        stub = card.stub.read_text("utf-8")
        for line in card.reference.read_text("utf-8").splitlines():
            code = line.partition("  #")[0].strip()
            if (
                len(code) > 30
                and code not in stub
                and not code.startswith(("import", "from", "def"))
            ):
                assert code not in everything or code in told, (card.slug, code)
    assert str(ROOT) not in everything
