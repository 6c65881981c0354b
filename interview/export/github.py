"""What GitHub runs at every push of a student: a workflow; and what it shows: a summary, and points for Classroom.

GitHub Classroom reads `.github/workflows/classroom.yml` and what its own reporter makes of a step's output; the
older `.github/classroom/autograding.json` was read by an action that is archived, and is not written.
"""

from __future__ import annotations

import base64
import json
import re
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from interview.classroom.assignment import ReadyAssignment
from interview.classroom.late_words import due_in_words
from interview.classroom.portable import public_assignment
from interview.classroom.remarks import shown_points
from interview.errors import UsageError
from interview.export.autograder import PlatformGrading
from interview.export.wheel import pinned_requirements
from interview.files import hand_out_files
from interview.messages import _, ngettext
from interview.text import inert

WORKFLOW_PLACE = ".github/workflows/classroom.yml"
ASSIGNMENT_PLACE = ".github/classroom/assignment.yaml"
GRADING_STEP = "interview"
"""The step that grades: by this name Classroom's reporter finds its results."""
WORKFLOW = """\
# Grades every push and shows the verdicts in the summary of its run; written by `interview autograder --github`.
name: Autograding Tests
"on": [push, workflow_dispatch, repository_dispatch]
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Install
        shell: bash
        env:
          TORCH: {torch}
          PACKAGE: {package}
        run: |
          pip install --quiet --index-url https://download.pytorch.org/whl/cpu "$TORCH"
          pip install --quiet "$PACKAGE"
      - name: Grade
        id: {step}
        shell: bash
        run: >-
          {command}
      - name: Autograding Reporter
        if: ${{{{ !cancelled() && steps.{step}.outputs.result }}}}
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
          {variable}_RESULTS: ${{{{ steps.{step}.outputs.result }}}}
        with:
          runners: {step}
"""


def write_github_files(
    folder: Path,
    path: Path,
    ready: ReadyAssignment,
    how: PlatformGrading,
    package: str,
    banks: Sequence[str],
    force: bool,
) -> list[Path]:
    """Writes the workflow, and the assignment at `path` as students may read it; what was kept beside.

    Raises UsageError for a bank in a folder: its references would have to lie in the students' repositories.
    """
    if folders := [name for name in banks if Path(name).expanduser().is_dir()]:
        text = _(
            "{bank}: a folder, whose solutions would lie in every student's repository: make it a "
            "package (CONTRIBUTING), and name the bank and, with --package, what pip installs"
        )
        raise UsageError(text.format(bank=folders[0]))
    texts = {
        folder / WORKFLOW_PLACE: github_workflow(how, package, banks),
        folder / ASSIGNMENT_PLACE: public_assignment(path, ready),
    }
    return hand_out_files(texts, force)


def github_workflow(how: PlatformGrading, package: str, banks: Sequence[str]) -> str:
    """The workflow, in which `package` is what pip installs; `banks` are those that it brings, by name."""
    options = [*how.options, *(word for name in banks for word in ("--bank", name))]
    place = f"autograder --github --run . --assignment {ASSIGNMENT_PLACE}"
    results = '--out "$GITHUB_OUTPUT" | tee -a "$GITHUB_STEP_SUMMARY"'
    (torch,) = (line for line in pinned_requirements() if line.startswith("torch=="))
    return WORKFLOW.format(
        torch=json.dumps(torch),
        package=json.dumps(package),
        step=GRADING_STEP,
        variable=GRADING_STEP.upper(),
        command=f"interview {place} {shlex.join(options)} {results}",
    )


def shown_tests(
    results: dict[str, Any], ready: ReadyAssignment, now: datetime
) -> list[dict[str, Any]]:
    """Those that students see by now; what is seen once grades are published is not seen here."""
    seen = {"visible"}
    if ready.due and now >= ready.due:
        seen.add("after_due_date")
    return [test for test in results["tests"] if test.get("visibility", "visible") in seen]


def run_summary(
    results: dict[str, Any], ready: ReadyAssignment, tests: Sequence[dict[str, Any]]
) -> str:
    """The results in Markdown, as far as students see them."""
    parts = [f"# {markdown_text(ready.title)}", f"**{sum_of(tests)}**", table_of(tests)]
    if hidden := len(results["tests"]) - len(tests):
        text = ngettext(
            "{count} group of cases is not shown here.",
            "{count} groups of cases are not shown here.",
            hidden,
        )
        parts.append(text.format(count=hidden))
    if results.get("output"):
        parts.append(fenced(results["output"]))
    for test in tests:
        if test.get("status") != "passed":
            parts += [f"## {markdown_text(test['name'])}", fenced(test["output"])]
    if ready.due:
        text = _("Due {due}. Lateness is not counted here.")
        parts.append(text.format(due=due_in_words(ready.due)))
    parts.append(_("These points are advice: your instructor grades what you hand in."))
    return inert("\n\n".join(parts)) + "\n"


def table_of(tests: Sequence[dict[str, Any]]) -> str:
    rows = [_("| test | points | |"), "|---|---|---|"]
    for test in tests:
        mark = "✓" if test.get("status") == "passed" else "✗"
        rows.append(f"| {markdown_text(test['name'])} | {points_of(test)} | {mark} |")
    return "\n".join(rows)


def sum_of(tests: Sequence[dict[str, Any]]) -> str:
    earned, most = (sum(test.get(key, 0) for test in tests) for key in ("score", "max_score"))
    text = _("{earned} of {most} points")
    return text.format(earned=shown_points(earned), most=shown_points(most))


def points_of(test: dict[str, Any]) -> str:
    """Nothing where the grader failed."""
    if "score" not in test:
        return ""
    return f"{shown_points(test['score'])} / {shown_points(test['max_score'])}"


def markdown_text(text: str) -> str:
    """A line in which nothing is a mark of Markdown or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", " ".join(text.split()))


def fenced(text: str) -> str:
    """A block in which the text cannot end the block."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def classroom_output(tests: Sequence[dict[str, Any]]) -> str:
    """The line of a step's output from which Classroom's reporter takes points: `result=` and base64 of JSON."""
    told = [
        {
            "name": test["name"],
            "status": "pass" if test.get("status") == "passed" else "fail",
            "score": test.get("score", 0),
            "message": test.get("output", ""),
            "test_code": "",
            "filename": "",
            "line_no": 0,
            "execution_time": "",
        }
        for test in tests
    ]
    right = all(test["status"] == "pass" for test in told)
    most = round(sum(test.get("max_score", 0) for test in tests), 2)
    result = {"version": 1, "status": "pass" if right else "fail", "max_score": most, "tests": told}
    return f"result={base64.b64encode(json.dumps(result).encode()).decode()}\n"
