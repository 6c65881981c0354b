"""A new assignment can be graded as it is, and every key in it is one."""

from __future__ import annotations

import re
from dataclasses import fields

from interview.authoring.new_assignment import begin_assignment
from interview.bank import Bank
from interview.classroom.assignment import open_assignment
from interview.model.assignment import Assignment
from tests.conftest import TOY


def test_it_can_be_graded_as_it_is_and_is_never_written_over(tmp_path):
    path = begin_assignment(tmp_path)
    ready = open_assignment(path, Bank(TOY))
    assert [(one.card.plain_id, one.points) for one in ready.cards] == [("attend", 10)]
    path.write_text("mine")
    assert begin_assignment(tmp_path) is None
    assert path.read_text() == "mine"


def test_all_keys_are_there_and_mean_something_once_they_are_no_comment(tmp_path):
    path = begin_assignment(tmp_path)
    first, *lines = path.read_text().splitlines(keepends=True)
    text = "".join(line.removeprefix("# ") for line in lines)
    assert set(re.findall(r"(?m)^(\w+):", text)) == {field.name for field in fields(Assignment)}
    path.write_text(first + text)
    (tmp_path / "roster.csv").write_text("name,email\nAda,ada@example.org\n")
    (tmp_path / "overrides.yaml").write_text("overrides: []\n")
    ready = open_assignment(path, Bank(TOY))
    assert ready.notes == []
    assert len(ready.personal) == 2
    assert ready.due
    assert ready.language == "en"
