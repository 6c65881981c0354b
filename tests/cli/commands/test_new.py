"""`interview new`, `schema` and `doctor`."""

from __future__ import annotations

import json

from tests.helpers.command import interview


def test_new_and_schema_and_doctor(toy):
    interview("new", "2", "rotary", "--title", "Rotary", bank=toy)
    text = interview("check", "2", bank=toy, status=1).stdout
    assert "still to be written" in text
    interview("schema", bank=toy)
    assert json.loads((toy / "questions/question.schema.json").read_text())["title"] == "Question"
    text = interview("doctor").stdout
    assert "Grading   works" in text
