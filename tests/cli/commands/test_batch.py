"""A class of the toy bank, graded by the command: reports, resuming, comparing, hostile people."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from interview.classroom import ledger
from interview.errors import UsageError
from interview.export.class_reports import folder_names
from interview.export.class_tables import harmless_cell
from interview.grading.sandbox import levels
from tests.conftest import TOY
from tests.helpers.command import interview
from tests.helpers.toy import REFERENCE

RIGHT = REFERENCE
WRONG = RIGHT.replace(" / math.sqrt(q.size(-1))", "")
PEOPLE = {
    "ada": RIGHT,
    "bo": WRONG,
    "cy": WRONG,
    "di": "x = (",
    "ed": "def attend(q, k, v, mask=None):\n    import os; os._exit(0)\n",
    "=cmd|'calc'!A0": "raise SystemExit",
    "<script>alert(1)": "raise RuntimeError('<b>\\x1b[31m ]]> &')",
}
weak = levels.best() == levels.BASIC


@pytest.fixture
def class_(tmp_path):
    """A folder of submissions."""
    return handed_in(tmp_path / "class")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The results of the class, graded once under seed 5 and for 8 points."""
    folder = tmp_path_factory.mktemp("graded")
    batch(handed_in(folder / "class"), "--out", folder / "out", "--seed", 5, "--points", 8)
    return folder / "out"


@pytest.fixture
def graded(out, tmp_path):
    """A copy of those results that may be gone on with, beside the class they are of."""
    return shutil.copytree(out, tmp_path / "out")


def handed_in(folder):
    for person, source in PEOPLE.items():
        place = folder / person
        place.mkdir(parents=True)
        (place / "01_attend.py").write_text(source)
    return folder


def batch(*arguments, status=0):
    extra = ["--no-sandbox"] if weak else []
    return interview("batch", *map(str, arguments), *extra, status=status)


def results(folder):
    return [json.loads(line) for line in (folder / ledger.LEDGER_NAME).read_text().splitlines()]


def test_a_class_is_graded_and_reported(out):
    head, *entries = results(out)
    assert (head["version"], head["seed"]) == (3, 5)
    assert head["sandbox"] in levels.LEVELS
    names = [entry["person"] for entry in entries]
    assert names == sorted(names, key=str.casefold)
    statuses = {entry["person"]: entry["verdict"]["status"] for entry in entries}
    assert statuses == {
        "ada": "accepted",
        "bo": "wrong",
        "cy": "wrong",
        "di": "invalid",
        "ed": "crashed",
        "=cmd|'calc'!A0": "crashed",
        "<script>alert(1)": "crashed",
    }


def test_the_csv_has_one_row_of_headings_then_people_and_no_formula(out):
    rows = list(csv.reader((out / "scores.csv").open()))
    assert rows[0] == ["person", "01_attend", "total", "maximum", "status", "reason"]
    scores = {row[0]: row[1:] for row in rows[1:]}
    assert len(rows) == 1 + len(PEOPLE)
    assert scores["ada"] == ["8", "8", "8", "graded", ""]
    reason = "A toy: line 1: SyntaxError: '(' was never closed"
    assert scores["di"] == ["0", "0", "8", "graded", reason]
    assert list(csv.reader((out / "maxima.csv").open()))[1] == [
        "01_attend",
        "toy:attend",
        "A toy",
        "8",
    ]
    assert "'=cmd|'calc'!A0" in scores


def test_junit_and_gradescope_can_be_read_by_other_programs(out):
    suites = {s.get("name"): s for s in ET.parse(out / "junit.xml").getroot()}
    assert suites["ada"].get("failures") == "0"
    assert suites["ada"].get("tests") == "3"
    assert int(suites["bo"].get("failures")) >= 1
    results = json.loads((out / "gradescope" / "ada" / "results.json").read_text())
    assert results["score"] == 8
    assert results["tests"][0]["status"] == "passed"
    results = json.loads((out / "gradescope" / "bo" / "results.json").read_text())
    assert "no-scaling" in results["tests"][0]["output"]


def test_the_html_report_is_whole_offline_and_runs_nothing_of_theirs(out):
    page = (out / "report.html").read_text()
    assert "no-scaling" in page
    assert "The scores are not divided." in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert not re.search(r"(src|href)=|https?://|@import|url\(", page)


def test_every_report_says_what_is_right_at_heart(tmp_path):
    for person, source in (
        ("fay", RIGHT.replace("q.size(-1) != k.size(-1)", "False")),
        ("gus", WRONG),
    ):
        (tmp_path / "class" / person).mkdir(parents=True)
        (tmp_path / "class" / person / "01_attend.py").write_text(source)
    done = batch(tmp_path / "class", "--out", tmp_path / "out", "--points", 7)
    assert re.search(r"1 toy:attend +2/2 +1 +0 ", done.stdout)
    told = "core right; 1 promised error left: “widths differ”"
    fay, gus = (
        (tmp_path / "out" / "gradescope" / person / "results.json").read_text()
        for person in ("fay", "gus")
    )
    (test,) = json.loads(fay)["tests"]
    assert (test["score"], test["status"]) == (6, "failed")
    assert test["output"].startswith(told)
    assert (
        "(the same in all 2 failed cases, values compared: 64)"
        in json.loads(gus)["tests"][0]["output"]
    )
    suites = {s.get("name"): s for s in ET.parse(tmp_path / "out" / "junit.xml").getroot()}
    assert [p.attrib for p in suites["fay"].iter("property")] == [
        {"name": "01_attend", "value": told}
    ]
    assert list(suites["gus"].iter("property")) == []
    page = (tmp_path / "out" / "report.html").read_text()
    assert told in page
    assert "<td>2</td><td>1</td><td>0</td>" in page


def test_folder_names_are_safe_and_all_different():
    people = [
        "../x",
        "a/b",
        "a_b",
        "A_B",
        "..",
        "a" * 300,
        *(f"{'漢' * 100}{n}" for n in range(12)),
        "\udcff",
    ]
    names = folder_names(people)
    assert len({name.casefold() for name in names}) == len(people)
    assert not [name for name in names if "/" in name or name in ("", ".", "..")]
    assert max(len(name.encode()) for name in names) <= 255


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫"]
)
def test_no_name_is_a_formula_in_a_spreadsheet(start):
    assert harmless_cell(f"{start}1+1") == f"'{start}1+1"


def test_an_interrupted_batch_goes_on_without_regrading(class_, tmp_path):
    out = tmp_path / "out"
    slow = "import time\ntime.sleep(1)\n" + RIGHT
    for number in range(8):
        (class_ / f"slow{number}").mkdir()
        (class_ / f"slow{number}" / "attend.py").write_text(slow)
    command = [sys.executable, "-m", "interview", "batch", str(class_), "--out", str(out), "--jobs", "1", "--bank", str(TOY)]  # fmt: skip
    process = subprocess.Popen(command + (["--no-sandbox"] if weak else []), stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if (out / ledger.LEDGER_NAME).is_file() and len(results(out)) >= 4:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert b"interrupted" in process.stderr.read()
    before = results(out)
    assert 4 <= len(before) < 16
    with (out / ledger.LEDGER_NAME).open("a") as file:
        file.write('{"person": "cut sho')
    done = batch(class_, "--out", out)
    assert f"{len(before) - 1} of 15 were graded before and are kept" in done.stdout
    after = results(out)
    assert len(after) == 16
    assert after[0] == before[0]
    assert all(entry in after for entry in before)


def test_what_was_changed_is_graded_again(class_, graded):
    (class_ / "bo" / "01_attend.py").write_text(RIGHT)
    path = graded / ledger.LEDGER_NAME
    path.write_text(re.sub('"score": 1.0', '"score": "1.0"', path.read_text(), count=1))
    done = batch(class_, "--out", graded)
    assert f"{path}:4: not a line that a batch writes: left out\n" in done.stderr
    assert "5 of 7 were graded before" in done.stdout
    assert {e["person"]: e["verdict"]["status"] for e in results(graded)[1:]}["bo"] == "accepted"


def test_compare_tells_whose_score_changed_after_a_question_was_edited_and_why(
    class_, out, toy, tmp_path
):
    file = toy / "questions" / "01_attend" / "question.yaml"
    text = file.read_text().replace(
        "    - name: plain\n",
        '    - name: one key\n      call: {q: "randn(2, 3, 4)", k: "randn(2, 1, 4)", v: "randn(2, 1, 4)"}\n'
        "    - name: plain\n",
    )
    file.write_text(text)
    done = interview("batch", str(class_), "--out", str(tmp_path / "new"), "--compare", str(out), bank=toy)  # fmt: skip
    lines = done.stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("bo, toy:attend: "))
    assert [line.strip() for line in lines[at + 1 : at + 3]] == [
        "the question was edited",
        "new case 'one key': passed",
    ]
    assert not [line for line in lines if line.startswith("ada, ")]


def test_nothing_changed(class_, out, tmp_path):
    done = batch(class_, "--out", tmp_path / "new", "--compare", out)
    assert "no-scaling" in done.stdout
    assert "No score changed." in done.stdout


def test_without_a_sandbox_strangers_are_refused_unless_it_is_allowed(
    class_, tmp_path, monkeypatch
):
    from interview.classroom.plan import refuse_weak_sandbox

    with pytest.raises(UsageError, match="--no-sandbox"):
        refuse_weak_sandbox("basic", allowed=False)
    refuse_weak_sandbox("basic", allowed=True)
    refuse_weak_sandbox("full", allowed=False)


def test_points_are_a_number_of_which_a_class_can_be_told():
    for points in ("nan", "inf", "-1", "1e400", "1e7", "x"):
        told = batch("class", f"--points={points}", status=2).stderr
        assert "--points: expected a number from 0 to 1000000: " in told
        assert told.count("\n") == 1


def test_wrong_usage(tmp_path):
    assert "no such folder" in interview("batch", str(tmp_path / "none"), status=2).stderr
    (tmp_path / "empty").mkdir()
    assert "no submissions found" in interview("batch", str(tmp_path / "empty"), status=2).stderr
    (tmp_path / "circle").symlink_to("circle")
    told = interview("batch", str(tmp_path / "circle"), status=2).stderr
    assert "circle: cannot be read: Too many levels of symbolic links: " in told


GARBAGE = {
    "text": b"something else\n",
    "binary": b"\xff\xfe\x00" * 50,
    "a list": b"[1]\n",
    "too deep": b"[" * 5_000 + b"\n",
    "half a head": b'{"version": 1}\n',
    "a seed of letters": b'{"version": 1, "seed": "x", "sandbox": "", "program": "", "torch": ""}\n',
    "an infinite seed": b'{"version": 1, "seed": 1e999, "sandbox": "", "program": "", "torch": ""}\n',
    "a seed that is true": b'{"version": 1, "seed": true, "sandbox": "", "program": "", "torch": ""}\n',
    "a version of letters": b'{"version": [], "seed": 1, "sandbox": "", "program": "", "torch": ""}\n',
    "one thing more": b'{"version": 1, "seed": 1, "sandbox": "", "program": "", "torch": "", "x": 1}\n',
}


@pytest.mark.parametrize("data", GARBAGE.values(), ids=GARBAGE)
def test_a_file_that_is_no_ledger_is_told(tmp_path, data):
    (tmp_path / ledger.LEDGER_NAME).write_bytes(data)
    with pytest.raises(UsageError, match="no results of a batch"):
        ledger.read_ledger(tmp_path)


def test_of_a_ledger_only_the_last_line_may_be_cut_short(tmp_path):
    head = b'{"version": 1, "seed": 1, "sandbox": "", "program": "", "torch": ""}\n'
    for end in (b"", b'{"pers', b"\0\0\xff"):
        (tmp_path / ledger.LEDGER_NAME).write_bytes(head + end)
        assert ledger.read_ledger(tmp_path) == ledger.LedgerContents(
            ledger.BatchConditions(1, "", "", ""), []
        )


def test_a_folder_that_is_somebody_elses_is_not_overwritten(class_, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / ledger.LEDGER_NAME).write_text("something else\n")
    assert "no results of a batch" in batch(class_, "--out", out, status=2).stderr
    assert (out / ledger.LEDGER_NAME).read_text() == "something else\n"


def test_what_no_batch_left_is_not_compared_with(class_, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place in ("/dev/zero", tmp_path / "pipe"):
        done = batch(class_, "--out", tmp_path / "out", "--compare", place, status=2)
        assert f"{place}: expected the folder of a batch" in done.stderr
        assert done.stderr.count("\n") == 1


def test_results_that_cannot_be_written_are_told_before_anything_is_graded(class_, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "out" / ledger.LEDGER_NAME).mkdir(parents=True)
    for out, reason in (
        (tmp_path / "file", "cannot be read: Not a directory"),
        (tmp_path / "out", "cannot be written: Is a directory"),
        (Path("/proc/none"), "cannot be written: No such file or directory"),
    ):
        done = batch(class_, "--out", out, status=2)
        assert f"{out / ledger.LEDGER_NAME}: {reason}: " in done.stderr
        assert done.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == [ledger.LEDGER_NAME]


def test_a_report_that_cannot_be_written_costs_no_verdict(class_, tmp_path):
    out = tmp_path / "out"
    (out / "junit.xml").mkdir(parents=True)
    done = batch(class_, "--out", out, status=2)
    assert "junit.xml: cannot be written: Is a directory: what is graded is kept: " in done.stderr
    assert len(results(out)) == 1 + len(PEOPLE)
    (out / "junit.xml").rmdir()
    assert "7 of 7 were graded before and are kept" in batch(class_, "--out", out).stdout
    assert (out / "report.html").is_file()


def test_a_disk_that_is_full_keeps_what_is_graded(out, tmp_path):
    before = ledger.read_ledger(out)
    path = tmp_path / ledger.LEDGER_NAME
    with ledger.Ledger(path, before.conditions, before.entries[:3]) as book:
        with Path("/dev/full").open("w") as full:
            os.dup2(full.fileno(), book.file.fileno())
        with pytest.raises(UsageError, match="No space left on device: what is graded is kept"):
            book.add(before.entries[3])
    assert ledger.read_ledger(path).entries == before.entries[:3]


ASSIGNMENT = """\
title: Homework 1
questions: [{question: attend, points: 12}]
due: 2026-12-01 23:59 UTC
late: {percent_a_day: 25}
roster: roster.csv
"""


def test_an_assignment_fixes_columns_maxima_and_people(tmp_path):
    (tmp_path / "assignment.yaml").write_text(ASSIGNMENT)
    (tmp_path / "roster.csv").write_text("name,id\nAda Lovelace,1001\nCy Young,1003\n")
    file = tmp_path / "class" / "1001" / "01_attend.py"
    file.parent.mkdir(parents=True)
    file.write_text(RIGHT)
    late = 1796256000  # 2026-12-03 00:00 UTC, a day and a minute after
    os.utime(file, (late, late))
    done = batch(tmp_path / "class", "--out", tmp_path / "out", "--assignment", tmp_path / "assignment.yaml")  # fmt: skip
    assert "2 people, 1 submission: 1 accepted" in done.stdout
    assert "1 submission is late by the time in its name or of its file" in done.stderr
    with (tmp_path / "out" / "scores.csv").open() as table:
        ada, cy = csv.DictReader(table)
    assert (ada["person"], ada["late"], ada["total"], ada["adjusted"]) == (
        "Ada Lovelace",
        "2",
        "12",
        "6",
    )
    assert (cy["id"], cy["status"], cy["adjusted"], cy["maximum"]) == (
        "1003",
        "not handed in",
        "0",
        "12",
    )
    told = {path.name for path in (tmp_path / "out").iterdir()}
    assert told >= {"details.csv", "maxima.csv", "moodle.csv", "canvas.csv"}


def test_what_is_wrong_with_an_assignment_is_told_before_anything_is_graded(class_, tmp_path):
    path = tmp_path / "assignment.yaml"
    path.write_text(ASSIGNMENT.replace("percent_a_day", "percent"))
    for arguments, told in (
        ((path,), "assignment.yaml:4: late.percent: unknown key: "),
        (
            (path, "--points", 3),
            "--points: the assignment says what questions are worth: leave it out",
        ),
        ((tmp_path / "none.yaml",), "none.yaml: missing: check the name of the assignment"),
    ):
        done = batch(class_, "--out", tmp_path / "out", "--assignment", *arguments, status=2)
        assert told in done.stderr
    assert not (tmp_path / "out").exists()
