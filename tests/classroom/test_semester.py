"""A semester of one class, graded for real: every figure here is worked out by hand, none by the program.

Two questions, `attend` (8 points) and `mixing` (12). The core counts three quarters and the promised error a
quarter in `attend`, half and half in `mixing`. Due at 23:59 in Berlin on 1 December, which is 22:59 UTC; 10 % of
what was earned is taken off a day, 15 minutes are forgiven, after three days nothing counts.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from interview.bank import Bank
from interview.classroom.assignment import open_assignment
from interview.classroom.plan import finish_batch, plan_batch, run_batch
from interview.export.class_reports import write_reports
from tests.helpers.grader import LinkGrader
from tests.helpers.toy import REFERENCE, change

ASSIGNMENT = """\
title: Homework 1
questions:
  - {question: mixing, points: 12, weights: {core: 50, edges: 0, errors: 50, numerics: 0}}
  - {question: 1, points: 8}
due: 2026-12-01 23:59 Europe/Berlin
late: {percent_a_day: 10, grace: 15 minutes, cut_off: 3 days}
extra_time: {ed@x.org: 1 day}
roster: roster.csv
weights: {core: 75, edges: 0, errors: 25, numerics: 0}
students_see: {groups: {core: visible, edges: visible, errors: after_published, numerics: hidden}, mistake: named}
"""
ROSTER = """\
Name;E-Mail;ID
Ada Lovelace;ada@x.org;1001
Bo Li;bo@x.org;1002
Cy Young;cy@x.org;1003
Di Wu;di@x.org;1004
Ed Doe;ed@x.org;1005
=Fay;fay@x.org;1006
"""
OVERRIDES = """\
overrides:
  - {person: 1004, question: attend, points: 5, reason: was ill}
  - {person: bo@x.org, question: mixing, points: 3, reason: "=copied"}
"""
RIGHT = REFERENCE
NO_ERROR = RIGHT.replace("q.size(-1) != k.size(-1)", "False")
NO_SCALING = RIGHT.replace(" / math.sqrt(q.size(-1))", "")
ONE_QUERY = NO_ERROR.replace(
    "    scores = q @", "    q = q * 2 if q.size(1) == 1 else q\n    scores = q @"
)
"""As `NO_ERROR`, and wrong for a single query, of which no case has one at first."""
HANDED_IN = {
    # who, in the name of their folder: attend, mixing, each with the time in UTC
    "1001": ((RIGHT, "01 22:00"), (RIGHT, "01 22:00")),
    "bo@x.org": ((ONE_QUERY, "01 23:10"), (RIGHT, "01 23:10")),  # 11 minutes after: forgiven
    "young_cy": ((RIGHT, "02 23:00"), (NO_ERROR, "02 22:58")),  # 24 h 1 min after, and 23 h 59 min
    "Di Wu": ((RIGHT, "04 23:00"), None),  # three days and a minute
    "Ed Doe": ((RIGHT, "02 22:00"), (NO_SCALING, "02 22:00")),  # with a day more
    "stranger": ((RIGHT, "01 12:00"), None),
}
EARNED = {
    # attend, mixing: 8 · (3/4 core, 1/4 error) and 12 · (1/2, 1/2)
    "Ada Lovelace": ("8", "12"),
    "Bo Li": ("6", "12"),
    "Cy Young": ("8", "6"),
    "Di Wu": ("8", ""),
    "Ed Doe": ("8", "0"),
    "'=Fay": ("", ""),
    "stranger": ("8", ""),
}
ADJUSTED = {
    "Ada Lovelace": "20",
    "Bo Li": "18",
    "Cy Young": "11.8",  # 8 less two days is 6.4, 6 less one is 5.4
    "Di Wu": "0",
    "Ed Doe": "8",
    "'=Fay": "0",
    "stranger": "8",
}


@pytest.fixture
def school(toy, tmp_path, link):
    """The bank with a second question, the class's files, and a judge that stays."""
    for folder, suffix in (("questions", ""), ("solutions", ".py")):
        old, new = (toy / folder / f"{name}{suffix}" for name in ("01_attend", "02_mixing"))
        shutil.copytree(old, new) if old.is_dir() else shutil.copy(old, new)
    change(
        toy / "questions" / "02_mixing",
        "number: 1\nid: attend\ntitle: A toy",
        "number: 2\nid: mixing\ntitle: Another",
    )
    for name, text in (("assignment.yaml", ASSIGNMENT), ("roster.csv", ROSTER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return School(toy, tmp_path, link)


class School(LinkGrader):
    """Grades the class, as `interview batch` does."""

    def __init__(self, root, folder, link):
        super().__init__(link)
        self.root, self.folder = root, folder
        self.handed_in = dict(HANDED_IN)

    def batch(self, out, compare=None):
        """Everything that is handed in by now, graded into a folder; the tables, the book and what changed."""
        times = {}
        for person, files in self.handed_in.items():
            for name, file in zip(("attend", "mixing"), files, strict=True):
                if file:
                    place = self.folder / "class" / person / f"{name}.py"
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(file[0])
                    times[person, name] = moment(file[1])
        bank = Bank(self.root)
        ready = open_assignment(self.folder / "assignment.yaml", bank)
        plan = plan_batch(
            bank, self.folder / "class", self.folder / out, 5, compare, self, "1", ready
        )
        timed = [replace(s, handed_in=times[s.person, s.card.plain_id]) for s in plan.submissions]
        plan = replace(plan, submissions=timed)
        self.graded.clear()
        for _entry in run_batch(plan, self):
            pass
        book, changes = finish_batch(plan, 10)
        write_reports(plan.folder, book)
        return SimpleNamespace(folder=plan.folder, book=book, changes=changes)


def moment(day_and_time):
    return datetime.fromisoformat(f"2026-12-{day_and_time}").replace(tzinfo=UTC)


def rows(week, name="scores.csv"):
    text = (week.folder / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def column(week, *names):
    """What stands in these columns, by person."""
    picked = {row["person"]: tuple(row[name] for name in names) for row in rows(week)}
    return {who: values[0] if len(names) == 1 else values for who, values in picked.items()}


def test_a_semester(school):
    first = school.batch("first")
    assert column(first, "01_attend", "02_mixing") == EARNED
    assert column(first, "adjusted") == ADJUSTED
    assert column(first, "total")["Cy Young"] == "14"
    assert column(first, "late") == dict.fromkeys(EARNED, "0") | {"Cy Young": "2", "Di Wu": "4"}
    assert column(first, "maximum") == dict.fromkeys(EARNED, "20")
    assert column(first, "id", "email")["Cy Young"] == ("1003", "cy@x.org")
    assert column(first, "id", "status")["stranger"] == ("", "graded")
    assert column(first, "status", "reason")["'=Fay"] == ("not handed in", "nothing was handed in")
    assert first.book.notes[0] == "stranger: nobody on the roster: graded, in a row of its own"
    assert first.book.notes[1].startswith("3 submissions are late by the times in their names")
    assert len(first.book.notes) == 2
    assert [list(row.values()) for row in rows(first, "maxima.csv")] == [
        ["02_mixing", "toy:mixing", "Another", "12"],
        ["01_attend", "toy:attend", "A toy", "8"],
    ]
    details = {(row["person"], row["question"]): row for row in rows(first, "details.csv")}
    assert len(details) == 7 * 2
    told = details["Cy Young", "01_attend"]
    assert (told["late_hours"], told["late_days"]) == ("24.02", "2")
    assert (told["earned"], told["after_late_rule"], told["adjusted"]) == ("8", "6.4", "6.4")
    assert told["handed_in"] == "2026-12-02T23:00:00+00:00"

    second_week(school, first)


def second_week(school, first):
    """One hands in anew, the instructor decides on two by hand, and a case is added to `attend`."""
    (school.folder / "overrides.yaml").write_text(OVERRIDES, encoding="utf-8")
    school.handed_in["young_cy"] = (school.handed_in["young_cy"][0], (RIGHT, "03 12:00"))
    again = school.batch("first")
    assert school.graded == ["young_cy toy:mixing"]  # nothing else has changed
    adjusted = ADJUSTED | {"Bo Li": "9", "Di Wu": "5", "Cy Young": "16"}
    # Bo: 6 for attend and 3 by hand. Cy: 6.4, and 12 less two days (37 hours) is 9.6.
    assert column(again, "adjusted") == adjusted
    question = school.root / "questions" / "01_attend"
    call = '      call: {q: "randn(2, 1, 4)", k: "randn(2, 5, 4)", v: "randn(2, 5, 4)"}\n'
    change(question, "    - name: plain\n", f"    - name: one query\n{call}    - name: plain\n")
    edited = school.batch("second", compare=again.folder)
    # Bo's attend has a wrong case in its core now, and never had the error: 0 of 8.
    assert column(edited, "adjusted") == adjusted | {"Bo Li": "3"}
    (bo,) = [change for change in edited.changes if change.before != change.after]
    assert (bo.person, bo.question, bo.reasons[0]) == (
        "bo@x.org",
        "toy:attend",
        "the question was edited",
    )
    every_output_tells_the_same(edited)


def every_output_tells_the_same(week):
    reason = "Another: 3 points given by hand: =copied"
    assert column(week, "adjusted", "reason")["Bo Li"] == ("3", reason)
    moodle = {row["ID number"]: row["Homework 1"] for row in rows(week, "moodle.csv")}
    assert moodle == {
        "1001": "20",
        "1002": "3",
        "1003": "16",
        "1004": "5",
        "1005": "8",
        "1006": "0",
    }
    canvas = {row["Student"]: row["Homework 1"] for row in rows(week, "canvas.csv")}
    assert canvas["    Points Possible"] == "20"
    assert (canvas["Bo Li"], canvas["'=Fay"], len(canvas)) == ("3", "0", 7)
    bo, fay, di = (
        json.loads((week.folder / "gradescope" / name / "results.json").read_text())
        for name in ("Bo Li", "=Fay".replace("=", "_"), "Di Wu")
    )
    assert (bo["score"], bo["output"]) == (3, reason)
    seen = {
        test["name"]: (test["score"], test["max_score"], test["visibility"]) for test in bo["tests"]
    }
    assert seen == {
        "Another: core": (6, 6, "visible"),
        "Another: promised errors": (6, 6, "after_published"),
        "A toy: core": (0, 6, "visible"),
        "A toy: promised errors": (0, 2, "after_published"),
    }
    assert [(test["score"], test["max_score"]) for test in fay["tests"]] == [(0, 12), (0, 8)]
    assert di["output"] == (
        "not handed in: Another\nA toy: handed in after the cut-off: it earns nothing\n"
        "A toy: 5 points given by hand: was ill"
    )
    suites = {suite.get("name"): suite for suite in ET.parse(week.folder / "junit.xml").getroot()}
    told = {p.get("name"): p.get("value") for p in suites["Bo Li"].iter("property")}
    assert (told["adjusted"], told["02_mixing"]) == ("3", "3 points given by hand: =copied")
    times = [float(test.get("time")) for test in suites["Bo Li"].iter("testcase")]
    assert sum(times) == pytest.approx(float(suites["Bo Li"].get("time")), abs=0.002)
    assert min(times) > 0
    assert suites["=Fay"].get("skipped") == suites["=Fay"].get("tests") == "2"
    student = (week.folder / "students" / "Bo Li.md").read_text(encoding="utf-8")
    assert "**Total: 3 of 20**" in student
    assert "| ✓ promised errors | 1 of 1 case | 6 of 6 |" in student
    assert "- 3 points given by hand: =copied" in student
    assert "Due 2026-12-01 23:59 Europe/Berlin." in student
    ed = (week.folder / "students" / "Ed Doe.md").read_text(encoding="utf-8")
    assert "a known mistake: no-scaling" in ed
    assert "Where it first differs" in ed
    page = (week.folder / "report.html").read_text(encoding="utf-8")
    assert '<td class="by-hand" title="=copied">3</td>' in page
    assert "A toy: 2 days late: 6.4 of 8 points are left" in page
    assert "<td>16</td>" in page


def test_who_is_gone_leaves_nothing_behind(school):
    school.handed_in = {"1001": HANDED_IN["1001"], "stranger": HANDED_IN["stranger"]}
    week = school.batch("out")
    scope = week.folder / "gradescope"
    (scope / "stranger" / "mine.txt").write_text("kept")
    (scope / "Bo Li" / "results.json").write_text("{}")
    (school.folder / "roster.csv").write_text("name,id\nAda,1001\n")
    change(school.folder, "extra_time: {ed@x.org: 1 day}\n", "", "assignment.yaml")
    del school.handed_in["stranger"]
    shutil.rmtree(school.folder / "class" / "stranger")
    school.batch("out")
    assert sorted(path.name for path in scope.iterdir()) == ["Ada", "stranger"]
    assert [path.name for path in (scope / "stranger").iterdir()] == ["mine.txt"]
