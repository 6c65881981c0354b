"""What a platform runs for a submission: it is graded, and what came of it stands where the platform looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from interview.bank import Bank
from interview.classroom.alone import NoSandboxError, grade_alone
from interview.classroom.assignment import ReadyAssignment
from interview.classroom.batch import ClassGrader
from interview.classroom.gradebook import why_not_accepted
from interview.classroom.gradescope_metadata import HandIn, read_hand_in
from interview.export.autograder import (
    PlatformGrading,
    alone_results,
    no_sandbox_in_words,
    not_graded,
)
from interview.export.class_gradescope import results_as_json
from interview.export.github import classroom_output, run_summary, shown_tests
from interview.files import make_folder, write_file
from interview.messages import _, speaking

NOT_PROTECTED, GRADER_FAILED = 2, 3
"""Exit status where there is no sandbox, and where the grader failed on a question."""


@dataclass(frozen=True)
class PlatformRun:
    """What came of one submission."""

    results: dict[str, Any]
    """As in `results.json`."""
    status: int
    """For the exit."""
    told: str
    """For the instructor, in lines: what reproduces it, what the grader failed on, or what is missing."""
    summary: str = ""
    """In Markdown, for who pushed it."""


def run_gradescope(
    bank: Bank,
    ready: ReadyAssignment,
    how: PlatformGrading,
    root: Path,
    out: Path | None,
    grader: ClassGrader,
) -> PlatformRun:
    """Grades `root/submission`; `out` is where the results go, if not `root/results/results.json`.

    Raises UsageError.
    """
    hand_in = read_hand_in(root / "submission_metadata.json")
    run = platform_run(bank, ready, how, root / "submission", hand_in, grader)
    place = out or root / "results" / "results.json"
    make_folder(place.parent)
    write_file(place, results_as_json(run.results))
    return run


def run_github(
    bank: Bank,
    ready: ReadyAssignment,
    how: PlatformGrading,
    repository: Path,
    out: Path | None,
    now: datetime,
    grader: ClassGrader,
) -> PlatformRun:
    """Grades a student's repository; status 0 if all that is shown is right.

    `out` is the file of the step's output, from which Classroom takes the points. Lateness costs nothing here:
    whoever owns the repository makes its times. Raises UsageError.
    """
    untimed = replace(ready, due=None, personal=())
    run = platform_run(bank, untimed, how, repository, HandIn(), grader)
    tests = shown_tests(run.results, ready, now)
    if out:
        write_file(out, classroom_output(tests))
    wrong = any(test.get("status") != "passed" for test in tests)
    with speaking(how.lang):
        summary = run_summary(run.results, ready, tests)
    return replace(run, summary=summary, status=run.status or int(wrong))


def platform_run(
    bank: Bank,
    ready: ReadyAssignment,
    how: PlatformGrading,
    place: Path,
    hand_in: HandIn,
    grader: ClassGrader,
) -> PlatformRun:
    """The results of what lies in a folder, in the students' language; without a sandbox those that say so."""
    try:
        with speaking(how.lang):
            book = grade_alone(
                bank, place, ready, hand_in, grader, how.release, how.lang, how.unprotected
            )
            results = alone_results(book)
    except NoSandboxError:
        with speaking(how.lang):
            results = not_graded(ready, no_sandbox_in_words())
        told = _("{reason}: build it with --unprotected for people you trust")
        return PlatformRun(results, NOT_PROTECTED, told.format(reason=no_sandbox_in_words()))
    told = _("sandbox {level}, seed {seed}: `interview grade --seed` draws the same again")
    told = told.format(level=_(book.conditions.sandbox), seed=book.conditions.seed)
    failed = [e.verdict for e in book.entries if e.verdict.status == "judge_error"]
    lines = [told, *(f"{verdict.question}: {why_not_accepted(verdict)}" for verdict in failed)]
    return PlatformRun(results, GRADER_FAILED if failed else 0, "\n".join(lines))
