"""What Moodle and Canvas take in, and what a spreadsheet makes of the tables."""

from __future__ import annotations

import csv
import io

import pytest

from interview.bank import Bank
from interview.classroom.assigned_book import assigned_book
from interview.classroom.assignment import open_assignment
from interview.classroom.batch import BatchEntry
from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import BatchConditions
from interview.classroom.marks import assign_class
from interview.classroom.submissions import FoundPerson, Submission
from interview.export.class_gradescope import gradescope_results
from interview.export.class_tables import details_as_csv, gradebook_as_csv, maxima_as_csv
from interview.export.class_uploads import gradebook_for_canvas, gradebook_for_moodle
from interview.grading.client.replies import judge_failure_verdict
from interview.model.verdict import Verdict
from tests.conftest import TOY

BANK = Bank(TOY)
CARD = BANK.cards[0]
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 815,Ada Müller,ada@x.org,Submitted,,10.00,Yes,-,-,
Participant 816,Bo,bo@x.org,Submitted,,10.00,Yes,-,-,
"""
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711),Homework 10 (4712)
    Points Possible,,,,,10.00,10.00
"Müller, Ada",71,1001,ada,A,,3
Bo,72,1002,bo,B,,4
"""


@pytest.fixture
def book_with(tmp_path):
    """The gradebook of a class by its roster: Ada has everything right, at Bo the grader failed."""

    def made(roster, **files):
        (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
        text = (
            "title: Homework 1\nquestions:\n- {question: attend, points: 7.5}\nroster: roster.csv\n"
        )
        (tmp_path / "assignment.yaml").write_text(text, encoding="utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        people = [FoundPerson("Ada Müller_815"), FoundPerson("Bo")]
        verdicts = (
            Verdict(CARD.id, "a.py", "accepted", 1.0, 5),
            judge_failure_verdict(CARD, "b.py", 5, "OSError: no space left"),
        )
        entries = [BatchEntry(p.person, "", v) for p, v in zip(people, verdicts, strict=True)]
        handed_in = [Submission(p.person, "a.py", CARD, b"") for p in people]
        ready = open_assignment(tmp_path / "assignment.yaml", BANK)
        plain = Gradebook([CARD], entries, BatchConditions(5, "full", "1", "2"), [], 10, people)
        return assigned_book(plain, assign_class(ready, people), handed_in)

    return made


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_moodles_worksheet_comes_back_with_grades_and_else_as_it_was(book_with):
    given, filled = table(MOODLE), table(gradebook_for_moodle(book_with(MOODLE)))
    assert [row["Grade"] for row in filled] == ["7.5", ""]
    assert filled[1]["Feedback comments"] == "A toy: the grader failed: not graded yet"
    for before, after in zip(given, filled, strict=True):
        changed = {"Grade", "Feedback comments"}
        assert {k: v for k, v in before.items() if k not in changed} == {
            k: v for k, v in after.items() if k not in changed
        }


def test_another_maximum_in_moodle_is_told(book_with):
    told = ["Moodle's maximum is 10.00, the assignment's 7.5: change one before uploading"]
    assert book_with(MOODLE).notes == told
    assert book_with(MOODLE.replace("10.00", "7.5")).notes == []


def test_another_roster_becomes_a_table_for_the_import_of_grades(book_with):
    text = gradebook_for_moodle(book_with("name,id,email\nAda Müller,1001,ada@x.org\nBo,,\n"))
    assert text == (
        "ID number,Full name,Email address,Homework 1\n1001,Ada Müller,ada@x.org,7.5\n,Bo,,\n"
    )


def test_canvas_finds_its_own_numbers_and_the_column_of_the_assignment(book_with):
    assert gradebook_for_canvas(book_with(CANVAS)) == (
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711)\n"
        "    Points Possible,,,,,7.5\n"
        '"Müller, Ada",71,1001,ada,A,7.5\n'
        "Bo,72,1002,bo,B,\n"
    )


def test_points_by_hand_stand_where_the_grader_failed(book_with):
    overrides = "overrides:\n- {person: Bo, question: 1, points: 6, reason: read by eye}\n"
    book = book_with(CANVAS, overrides=overrides)
    assert gradebook_for_canvas(book).endswith("Bo,72,1002,bo,B,6\n")
    (row,) = [row for row in table(details_as_csv(book)) if row["name"] == "Bo"]
    told = (row["status"], row["earned"], row["override"], row["reason"], row["adjusted"])
    assert told == ("judge_error", "", "6", "read by eye", "6")
    assert '"score": 6' in gradescope_results(book, "Bo")


def test_a_spreadsheet_knows_utf_8_by_its_mark_and_takes_nothing_for_a_formula(book_with):
    text = gradebook_as_csv(book_with("name,id,email\nAda Müller,=1+1,@x\nBo,+2,-3\n"))
    assert text.startswith("\ufeffperson,id,")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {"'=1+1", "'@x", "'+2", "'-3"} <= set(cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    assert maxima_as_csv(book_with(CANVAS)).isascii()
