"""The gradebook where the grader itself failed: that costs nobody anything."""

from __future__ import annotations

import csv
import io
import json

from interview.bank import Bank
from interview.classroom.batch import Entry
from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import Conditions
from interview.export.reports import as_html
from interview.export.tables import as_csv, as_gradescope, as_junit
from interview.grading.client.link import broken_judge
from interview.model.verdict import Verdict
from tests.conftest import TOY

CARDS = Bank(TOY).cards
VERDICTS = {
    "ada": Verdict(CARDS[0].id, "a.py", "accepted", 1.0, 5),
    "bo": broken_judge(CARDS[0], "b.py", 5, "OSError: no space left"),
}
BOOK = Gradebook(
    CARDS,
    [Entry(person, "", "", verdict) for person, verdict in VERDICTS.items()],
    Conditions(5, "full", "1", "2"),
    [],
    10,
)


def test_a_judge_error_is_no_zero():
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(as_csv(BOOK)))}
    assert (rows["ada"], rows["bo"]) == (["10", "10"], ["", "0"])
    (test,) = json.loads(as_gradescope(BOOK, "bo"))["tests"]
    assert "score" not in test
    assert "status" not in test
    assert "not your fault" in test["output"]


def test_it_is_seen_in_the_other_reports():
    assert 'errors="1"' in as_junit(BOOK)
    assert 'class="error"' in as_html(BOOK)
