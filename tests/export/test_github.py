"""The workflow for GitHub: read as YAML, its run step carried out on a student's repository."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from datetime import UTC, datetime

import pytest
import yaml

from interview.bank import Bank
from interview.classroom.assignment import open_assignment
from interview.errors import UsageError
from interview.export.autograder import PlatformGrading
from interview.export.github import (
    ASSIGNMENT_PLACE,
    WORKFLOW_PLACE,
    fenced,
    markdown_text,
    write_github_files,
)
from interview.export.platform_run import run_github
from interview.grading.sandbox import levels
from tests.conftest import TOY
from tests.helpers.grader import LinkGrader
from tests.helpers.gradescope import ROOT, put_command
from tests.helpers.handed_in import RIGHT, WRONG

BANK = Bank(TOY)
ASSIGNMENT = """\
title: "Home|work *1*"
questions: [{question: attend, points: 8, weights: {core: 75, edges: 0, errors: 25, numerics: 0}}]
due: 2026-12-01 12:00 UTC
late: {percent_a_day: 10}
extra_time: {ada@x.org: 1 day}
students_see: {groups: {core: visible, edges: visible, errors: after_due_date, numerics: hidden}}
"""
HOW = PlatformGrading("1.2", "en", unprotected=levels.best() == levels.BASIC)
BEFORE, AFTER = datetime(2026, 12, 1, 11, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def assignment(tmp_path):
    path = tmp_path / "assignment.yaml"
    path.write_text(ASSIGNMENT)
    return path


@pytest.fixture
def repository(tmp_path, assignment):
    """A student's, with the workflow in it; the bank comes with a package."""
    folder = tmp_path / "repository"
    ready = open_assignment(assignment, BANK)
    write_github_files(
        folder, assignment, ready, HOW, "git+https://x.org/b.git", ["toybank"], False
    )
    (folder / "exercises").mkdir()
    return folder


@pytest.fixture
def push(assignment, repository, tmp_path, link):
    """Grades the repository in this process."""

    def run(data, now=BEFORE, level="full", how=HOW):
        (repository / "exercises" / "01_attend.py").write_bytes(data)
        ready = open_assignment(repository / ASSIGNMENT_PLACE, BANK)
        out = tmp_path / "output"
        done = run_github(BANK, ready, how, repository, out, now, LinkGrader(link, level))
        key, _sign, code = out.read_text().partition("=")
        assert key == "result"
        return done, json.loads(base64.b64decode(code))

    return run


def steps_of(repository):
    workflow = yaml.safe_load((repository / WORKFLOW_PLACE).read_text())
    (job,) = workflow["jobs"].values()
    assert workflow["name"] == "Autograding Tests"
    assert "push" in workflow["on"]
    assert (
        workflow["permissions"]["checks"] == "write"
    )  # without it the reporter can tell no points
    return job["steps"]


def test_the_workflow_installs_grades_and_reports(repository):
    checkout, python, install, grade, reporter = steps_of(repository)
    assert checkout["uses"].startswith("actions/checkout@")
    assert float(python["with"]["python-version"]) >= 3.11
    assert install["env"]["PACKAGE"] == "git+https://x.org/b.git"
    assert 'pip install --quiet "$PACKAGE"' in install["run"]
    assert reporter["with"]["runners"] == grade["id"]
    assert reporter["env"] == {
        f"{grade['id'].upper()}_RESULTS": "${{ steps." + grade["id"] + ".outputs.result }}"
    }
    for step in (install, grade):
        assert step["shell"] == "bash"  # which stops where a part of a pipe fails
        subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)


def test_a_push_is_graded_by_the_step_as_it_stands_there(repository, tmp_path):
    package = tmp_path / "packages"
    about = package / "toybank-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: toybank\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[interview.banks]\ntoybank = toybank_place:folder\n")
    (package / "toybank_place.py").write_text(f"def folder():\n    return {str(TOY)!r}\n")
    put_command(tmp_path / "bin")
    (repository / "exercises" / "01_attend.py").write_bytes(WRONG)
    summary, output = tmp_path / "summary", tmp_path / "output"
    summary.write_text("")
    output.write_text("")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps_of(repository)[3]["run"]],
        cwd=repository,
        env={
            **os.environ,
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{package}",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert summary.read_text() == done.stdout
    assert "| A toy: core | 0 / 6 | ✗ |" in done.stdout
    assert output.read_text().startswith("result=")


def test_all_right_is_status_0_and_points_for_classroom(push):
    done, told = push(RIGHT)
    assert done.status == 0
    assert "**6 of 6 points**" in done.summary
    assert "1 group of cases is not shown here." in done.summary
    assert (told["status"], told["max_score"]) == ("pass", 6)
    assert [(test["name"], test["score"], test["status"]) for test in told["tests"]] == [
        ("A toy: core", 6, "pass")
    ]


def test_what_is_shown_after_the_due_date_is_shown_then_and_nothing_is_taken_off(push):
    done, told = push(RIGHT, AFTER)
    assert "**8 of 8 points**" in done.summary
    assert told["max_score"] == 8
    assert "Due 2026-12-01 12:00 UTC. Lateness is not counted here." in done.summary


def test_a_wrong_answer_is_told_with_its_mistake(push):
    done, told = push(WRONG)
    assert done.status == 1
    assert "## A toy: core\n\n```text\n" in done.summary
    assert "The scores are not divided." in done.summary
    assert (told["status"], told["tests"][0]["status"]) == ("fail", "fail")


def test_nothing_runs_without_a_sandbox(push):
    done, told = push(RIGHT, level=levels.BASIC, how=PlatformGrading("1", "en"))
    assert done.status == 2
    assert "no sandbox" in done.summary
    assert (told["status"], told["max_score"]) == ("fail", 8)


def test_the_repository_holds_nothing_of_solutions_or_people(repository):
    written = {p.relative_to(repository).as_posix() for p in repository.rglob("*") if p.is_file()}
    assert written == {WORKFLOW_PLACE, ASSIGNMENT_PLACE}
    text = (repository / ASSIGNMENT_PLACE).read_text() + (repository / WORKFLOW_PLACE).read_text()
    assert "ada@x.org" not in text
    assert "math.sqrt" not in text


def test_a_bank_in_a_folder_is_refused(assignment, tmp_path):
    ready = open_assignment(assignment, BANK)
    with pytest.raises(UsageError, match="would lie in every student's repository"):
        write_github_files(tmp_path / "r", assignment, ready, HOW, "x", [str(TOY)], False)
    assert not (tmp_path / "r").exists()


def test_nothing_in_a_text_is_a_mark():
    assert markdown_text("Home|work *1*\n<b>") == r"Home\|work \*1\* \<b\>"
    assert fenced("a ``` b") == "````text\na ``` b\n````"
