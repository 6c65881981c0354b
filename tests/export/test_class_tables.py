"""The gradebook where the grader itself failed: that costs nobody anything."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

from interview.bank import Bank
from interview.classroom.batch import BatchEntry
from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import BatchConditions
from interview.classroom.likeness import Alike
from interview.classroom.submissions import FoundPerson
from interview.export.class_gradescope import gradescope_results
from interview.export.class_junit import gradebook_as_junit
from interview.export.class_page import gradebook_as_html
from interview.export.class_reports import class_tables
from interview.export.class_tables import gradebook_as_csv
from interview.grading.client.replies import broken_question_verdict, judge_failure_verdict
from interview.model.verdict import Verdict
from tests.conftest import TOY

CARDS = Bank(TOY).cards
VERDICTS = {
    "ada": Verdict(CARDS[0].id, "a.py", "accepted", 1.0, 5),
    "bo": judge_failure_verdict(CARDS[0], "b.py", 5, "OSError: no space left"),
}
BOOK = Gradebook(
    CARDS,
    [BatchEntry(person, "", verdict) for person, verdict in VERDICTS.items()],
    BatchConditions(5, "full", "1", "2"),
    [],
    10,
)


def test_a_judge_error_is_no_zero():
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(gradebook_as_csv(BOOK)))}
    assert (rows["ada"], rows["bo"]) == (
        ["10", "10", "10", "graded", ""],
        ["", "", "10", "not graded", "A toy: the grader failed: not graded yet"],
    )
    (test,) = json.loads(gradescope_results(BOOK, "bo"))["tests"]
    assert "score" not in test
    assert "status" not in test
    assert "not your fault" in test["output"]


def test_it_is_seen_in_the_other_reports():
    assert 'errors="1"' in gradebook_as_junit(BOOK)
    assert 'class="error"' in gradebook_as_html(BOOK)


def test_it_costs_no_rate_no_mean_and_no_total():
    page = gradebook_as_html(BOOK)
    assert "1 person of whom something was graded" in page
    assert "<td>2</td><td>1</td><td>1</td>" in page
    assert "100 %</td>" in page
    page = gradebook_as_html(replace(BOOK, entries=BOOK.entries[1:]))
    assert "Nothing was graded yet." in page
    assert " 0 %" not in page


def test_where_one_of_two_questions_is_broken_there_is_no_sum_of_the_other():
    folder = CARDS[0].folder.with_name("02_other")
    other = replace(CARDS[0], number=2, id="toy:other", title="Another", folder=folder)
    broken = broken_question_verdict(other, "b.py", 5, ["02_other.py:3: secret"])
    entries = [BOOK.entries[0], BatchEntry("ada", "", broken)]
    book = replace(BOOK, cards=[*CARDS, other], entries=entries)
    (row,) = csv.DictReader(io.StringIO(gradebook_as_csv(book)))
    told = {"person": "ada", "01_attend": "10", "02_other": "", "total": "", "maximum": "20"}
    told |= {"status": "graded", "reason": "Another: the question itself is broken: not graded yet"}
    assert row == told
    text = gradescope_results(book, "ada")
    assert "secret" not in text
    results = json.loads(text)
    assert results["score"] == 10
    assert results["output"].startswith("Not all of it is graded")


def test_whoever_has_nothing_graded_has_a_row_with_the_reason_in_every_report():
    found = [FoundPerson("ada"), FoundPerson("cy", "report.pdf: a PDF")]
    book = replace(BOOK, found=found)
    rows = list(csv.DictReader(io.StringIO(gradebook_as_csv(book))))
    assert [row["person"] for row in rows] == ["ada", "bo", "cy"]
    told = {"01_attend": "", "total": "0", "maximum": "10", "status": "not graded"}
    assert rows[2] == {"person": "cy", **told, "reason": "report.pdf: a PDF"}
    results = json.loads(gradescope_results(book, "cy"))
    assert (results["score"], results["output"]) == (0, "report.pdf: a PDF")
    assert [test["max_score"] for test in results["tests"]] == [10]
    suite = ET.fromstring(gradebook_as_junit(book)).find("testsuite[@name='cy']")
    assert (suite.get("tests"), suite.get("skipped")) == ("1", "1")
    assert suite.find("testcase/skipped").get("message") == "report.pdf: a PDF"
    assert '<th scope="row">cy</th><td class="text">report.pdf: a PDF</td>' in gradebook_as_html(
        book
    )


def test_what_is_alike_is_told_to_the_instructor_alone():
    files = (("=ada", "a.py"), ("<b>bo", "b.py"))
    alike = Alike("01_attend", "near", files, 0.834, 17, ((3, 9), (5, 12)))
    tables = class_tables(replace(BOOK, alike=[alike]))
    rows = list(csv.reader(io.StringIO(tables["similar.csv"])))
    assert rows[1:] == [
        ["1", "01_attend", "near", "0.83", "17", "'=ada", "a.py", "3", "9"],
        ["1", "01_attend", "near", "0.83", "17", "<b>bo", "b.py", "5", "12"],
    ]
    assert len(rows[0]) == len(rows[1])
    assert "83 % alike" in tables["report.html"]
    assert "&lt;b&gt;bo" in tables["report.html"]
    assert "similar.csv" not in class_tables(BOOK)
    assert "alike" not in class_tables(BOOK)["report.html"]
    assert "alike" not in gradescope_results(replace(BOOK, alike=[alike]), "ada")
