"""The autograder for Gradescope, run by Gradescope's own rules."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile

import pytest

from interview.bank import Bank
from interview.classroom.assignment import open_assignment
from interview.errors import UsageError
from interview.export.autograder import PlatformGrading, gradescope_zip, write_gradescope_zip
from interview.export.platform_run import run_gradescope
from interview.export.wheel import package_as_wheel, pinned_requirements
from interview.grading.sandbox import levels
from tests.conftest import TOY
from tests.helpers.grader import FindingItBroken, LinkGrader
from tests.helpers.gradescope import check_documented, lay_out, run_autograder
from tests.helpers.handed_in import RIGHT, WRONG

BANK = Bank(TOY)
ASSIGNMENT = """\
title: Homework 1
questions: [{question: attend, points: 8, weights: {core: 75, edges: 0, errors: 25, numerics: 0}}]
due: 2026-12-01 23:59 Europe/Berlin
late: {percent_a_day: 10, cut_off: 7 days}
extra_time: {ada: 1 day}
roster: roster.csv
students_see: {groups: {core: visible, edges: visible, errors: after_published, numerics: hidden}, mistake: named}
"""
METADATA = {
    "id": 1,
    "created_at": "2026-12-03T15:00:00.000000-08:00",
    "assignment": {"due_date": "2026-12-01T15:00:00.000000-08:00", "total_points": "8.0"},
    "users": [{"email": "ada@x.org", "id": 4, "name": "Ada Lovelace"}],
    "previous_submissions": [],
}
weak = levels.best() == levels.BASIC
HOW = PlatformGrading("1.2", "en", unprotected=weak)


@pytest.fixture
def assignment(tmp_path):
    (tmp_path / "roster.csv").write_text(
        "name,id,email\nAda Lovelace,1001,ada@x.org\nBo,1002,bo@x.org\n"
    )
    path = tmp_path / "assignment.yaml"
    path.write_text(ASSIGNMENT)
    return path


@pytest.fixture
def archive(tmp_path, assignment):
    path = tmp_path / "autograder.zip"
    write_gradescope_zip(path, assignment, open_assignment(assignment, BANK), HOW)
    return path


def test_a_submission_is_graded_by_the_platforms_rules(tmp_path, archive):
    root = lay_out(archive, tmp_path / "autograder")
    submission = {"code/01_attend.py": WRONG.decode(), "README.md": "# mine"}
    results = run_autograder(root, submission, METADATA)
    core, errors = results["tests"]
    assert (core["number"], core["name"], core["status"]) == ("1", "A toy: core", "failed")
    assert (core["score"], core["max_score"], core["visibility"]) == (0, 6, "visible")
    assert core["output"].startswith("a known mistake: no-scaling\n")
    assert (errors["visibility"], errors["max_score"]) == ("after_published", 2)
    assert results["score"] == 0
    assert results["extra_data"]["sandbox"] in levels.LEVELS
    printed = (root / "results" / "stdout").read_text()
    assert re.search(r"seed \d+", printed)
    assert "seed" not in json.dumps(results)


def test_without_a_new_python_or_a_grader_that_works_the_results_say_so(tmp_path, archive):
    root = lay_out(archive, tmp_path / "autograder", installed=False)
    results = run_autograder(root, {"01_attend.py": RIGHT.decode()}, METADATA)
    assert results["score"] == 0
    assert "no Python 3.11" in results["output"]
    broken = root / "venv" / "bin" / "interview"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    results = run_autograder(root, {}, METADATA)
    assert "the grader ended without results" in results["output"]
    assert results["tests"][0]["max_score"] == 8


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_are_sound_and_may_be_run(archive, script):
    with zipfile.ZipFile(archive) as packed:
        assert (packed.getinfo(script).external_attr >> 16) & 0o777 == 0o755
        text = packed.read(script)
    assert text.startswith(b"#!/usr/bin/env bash\n")
    done = subprocess.run(["bash", "-n"], input=text, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_image_without_a_new_python_that_gets_none_is_not_built(tmp_path, archive):
    root = lay_out(archive, tmp_path / "autograder", installed=False)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python3", "python3.11", "apt-get"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/bash", root / "source" / "setup.sh", root],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("No Python 3.11 or later, and none could be installed")
    assert not (root / "venv").exists()


def test_only_the_assigned_questions_are_packed_and_nothing_of_the_class(tmp_path, archive):
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        texts = {name: packed.read(name) for name in names}
    assert {name for name in names if "/" not in name} == {
        *("setup.sh", "run_autograder", "requirements.txt", "assignment.yaml", "roster.csv"),
        *("failed.json", "no_python.json", "transformer_interview-1.2-py3-none-any.whl"),
    }
    assert "bank/toy/solutions/01_attend.py" in names
    assert all(b"bo@x.org" not in text for text in texts.values())
    (wheel,) = (text for name, text in texts.items() if name.endswith(".whl"))
    inner = zipfile.ZipFile(io.BytesIO(wheel)).namelist()
    assert not [name for name in inner if "questions/" in name or "solutions/" in name]


def test_the_same_content_is_the_same_zip(assignment, archive):
    ready = open_assignment(assignment, BANK)
    assert gradescope_zip(assignment, ready, HOW) == archive.read_bytes()


def test_the_wheel_holds_what_runs_here_and_its_record_is_right():
    name, data = package_as_wheel("1.2")
    assert name == "transformer_interview-1.2-py3-none-any.whl"
    wheel = zipfile.ZipFile(io.BytesIO(data))
    about = "transformer_interview-1.2.dist-info"
    record = list(csv.reader(io.StringIO(wheel.read(f"{about}/RECORD").decode())))
    assert [row[0] for row in record] == wheel.namelist()
    for path, digest, size in record[:-1]:
        content = wheel.read(path)
        code = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        assert (digest, size) == (f"sha256={code}", str(len(content))), path
    assert {"interview/__main__.py", "interview/locale/zh/LC_MESSAGES/interview.mo"} <= {
        row[0] for row in record
    }
    metadata = wheel.read(f"{about}/METADATA").decode()
    assert "Requires-Python: >=3.11\n" in metadata
    assert "Requires-Dist: torch>=2.6\n" in metadata
    assert "pytest" not in metadata
    assert b"interview = interview.__main__:main" in wheel.read(f"{about}/entry_points.txt")


def test_the_versions_of_this_machine_are_asked_for():
    pinned = pinned_requirements()
    assert [line for line in pinned if re.fullmatch(r"torch==\d+\.\d+\.\d+", line)]
    assert [line for line in pinned if line.startswith("nbformat")]
    assert len(pinned) > 10


@pytest.fixture
def submitted(tmp_path, assignment, link):
    """Grades what lies in `/autograder/submission` in this process."""

    def run(files, level="full", how=HOW, metadata=METADATA, grader=None):
        root = tmp_path / "autograder"
        (root / "submission").mkdir(parents=True, exist_ok=True)
        (root / "submission_metadata.json").write_text(json.dumps(metadata))
        for name, data in files.items():
            (root / "submission" / name).write_bytes(data)
        grader = grader or LinkGrader(link, level)
        done = run_gradescope(BANK, open_assignment(assignment, BANK), how, root, None, grader)
        written = json.loads((root / "results" / "results.json").read_text())
        assert done.results == written
        return done, check_documented(written)

    return run


def test_lateness_is_the_assignments_with_the_extra_time_it_gives(submitted):
    # Handed in at 23:00 UTC on the 3rd; due at 22:59 UTC on the 1st, for Ada a day later: a day and a minute.
    _done, results = submitted({"01_attend.py": RIGHT})
    assert results["score"] == 6.4
    assert results["output"] == "A toy: 2 days late: 6.4 of 8 points are left"
    bo = {**METADATA, "users": [{"email": "bo@x.org", "name": "Bo"}]}
    assert submitted({}, metadata=bo)[1]["score"] == 5.6


def test_without_a_due_time_lateness_is_left_to_the_platform(submitted, assignment):
    text = "".join(
        line
        for line in ASSIGNMENT.splitlines(keepends=True)
        if not line.startswith(("due", "late", "extra"))
    )
    assignment.write_text(text)
    _done, results = submitted({"01_attend.py": RIGHT})
    assert results["score"] == 8
    assert "output" not in results or "late" not in results["output"]


def test_nothing_handed_in_is_said(submitted):
    _done, results = submitted({})
    assert (results["score"], results["tests"][0]["max_score"]) == (0, 8)
    assert "nothing was handed in" in results["output"]
    done, results = submitted({}, how=PlatformGrading("1", "zh"))
    assert "没有提交" in results["output"]
    assert done.told.startswith("sandbox full")


def test_where_a_question_is_broken_students_are_told_so_and_only_the_instructor_why(submitted):
    done, results = submitted({"01_attend.py": RIGHT}, grader=FindingItBroken())
    assert done.status == 3
    assert "secret of the reference" in done.told
    assert "secret" not in json.dumps(results)
    assert "01_attend.py" not in json.dumps(results)
    assert results["output"].startswith("Not all of it is graded, so the points mean nothing yet")
    assert "A toy: the question itself is broken: not graded yet" in results["output"]
    (test,) = results["tests"]
    assert "score" not in test
    assert "not your fault" in test["output"]


def test_nothing_runs_without_a_sandbox_unless_that_was_chosen(submitted):
    strict = PlatformGrading("1", "en")
    done, results = submitted({"01_attend.py": RIGHT}, levels.BASIC, strict)
    assert done.status == 2
    assert done.told.endswith("build it with --unprotected for people you trust")
    assert results["score"] == 0
    assert "no sandbox" in results["output"]
    done, results = submitted(
        {"01_attend.py": RIGHT}, levels.BASIC, PlatformGrading("1", "en", True)
    )
    assert (done.status, results["score"]) == (0, 6.4)
    assert "graded without a sandbox" in results["output"]


def test_what_was_chosen_stands_in_the_script(assignment):
    ready = open_assignment(assignment, BANK)
    data = gradescope_zip(assignment, ready, PlatformGrading("1", "zh", True))
    script = zipfile.ZipFile(io.BytesIO(data)).read("run_autograder").decode()
    assert script.count('--bank "$root/source/bank"/toy --lang zh --unprotected\n') == 1


def test_a_file_that_is_no_zip_is_not_replaced(tmp_path, assignment):
    ready = open_assignment(assignment, BANK)
    with pytest.raises(UsageError, match="something else"):
        write_gradescope_zip(assignment, assignment, ready, HOW)
    assert assignment.read_text() == ASSIGNMENT
