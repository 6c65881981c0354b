"""Misconceptions and alternatives that are no code of their own are told before anything runs."""

from __future__ import annotations

import pytest

from interview.authoring.edit_problems import edit_problems
from interview.bank.question_files import QuestionFiles
from tests.helpers.command import interview
from tests.helpers.toy import REFERENCE, change

SCALING = '{" / math.sqrt(q.size(-1))": ""}'
PLACE = "question.yaml:41: exercise.misconceptions.0.edit: "


def told(question):
    return edit_problems(QuestionFiles(question))


def test_the_toy_question_has_code_of_its_own_everywhere(question):
    assert told(question) == []


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ('{"softmax(dim=-1)": "softmax(dim=-1)"}', "changes nothing that runs: write other code in its place"),
        ('{"  # (B, T, S)": "  # scores"}', "changes nothing that runs"),
        ('{"import math\\n": "import math\\n\\n"}', "changes nothing that runs"),
        ('{" / math.sqrt(q.size(-1))": " / ("}', "expected Python, got 'scores = q @ k.mT / (  # (B, T, S)', '(' was never closed: mend the new text"),
        ('{"return scores": "returns scores"}', "expected Python, got 'returns scores.softmax(dim=-1) @ v  # (B, T, d)', invalid syntax: mend"),
    ],
)  # fmt: skip
def test_an_edit_that_changes_nothing_or_makes_no_python_is_told_at_its_line(
    question, edit, problem
):
    change(question, SCALING, edit)
    (line,) = told(question)
    assert PLACE + problem in line


def test_a_file_with_the_code_of_the_reference_is_told(question):
    (question / "wrong").mkdir()
    for name in ("right/same.py", "wrong/no-scaling.py"):
        (question / name).write_text("# Written anew.\n" + REFERENCE)
    change(question, f", edit: {SCALING}", "")
    right, wrong = told(question)
    assert right.endswith(
        "right/same.py: runs the same code as the reference: write the answer in another way"
    )
    assert wrong.endswith(
        "wrong/no-scaling.py: runs the same code as the reference: write the mistake into it"
    )


def test_what_cannot_be_read_is_left_to_whoever_tells_it(question, toy):
    (question / "right" / "broken.py").write_text("def attend(:\n")
    change(question, SCALING, '{"no such text": ""}')
    assert told(question) == []
    (toy / "solutions" / "01_attend.py").write_text("def attend(:\n")
    assert told(question) == []


def test_nothing_else_is_said_of_an_edit_that_makes_no_python(toy, question):
    change(question, SCALING, '{" / math.sqrt(q.size(-1))": " / ("}')
    lines = interview("check", bank=toy, status=1).stdout.splitlines()
    (line,) = [line for line in lines if line.startswith("    ")]
    assert PLACE in line
