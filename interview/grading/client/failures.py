"""A judge that was lost, and replies that are no answers: what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interview.bank.heads import line_from_here
from interview.errors import QuestionError


class JudgeLost(Exception):
    """A judge that did not come back in `seconds` from what a submission gave back, or ended each time there."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def refuse_failure(reply: dict[str, Any], what: str) -> None:
    """Raises QuestionError, with what could not be made, where a reply says that the judge failed at it."""
    if "failure" in reply:
        error = reply["failure"].strip().splitlines()[-1]
        raise QuestionError([f"{what}: {error}"])


def own_code_problem(at: str, hung: bool) -> str:
    """What is said of code of a question's own that has ended the judge, or never returns to it."""
    if hung:
        return f"{at}: never returns: mend it"
    return f"{at}: ends the grader: does it exit, crash, or use too much memory?"


def refuse_broken_question(reply: dict[str, Any]) -> None:
    """Raises QuestionError where a reply says that the question itself is broken."""
    if "problems" in reply:
        raise QuestionError(list(map(line_from_here, reply["problems"])))
    if "broken" in reply:
        raise QuestionError(list(reference_problems(reply["broken"])))


def reference_problems(broken: dict[str, Any]) -> Iterator[str]:
    """A reference that fails its own cases, a line for each of them: the first of what it fails there."""
    from interview.model.verdict import Finding
    from interview.wording.verdict import finding_lines

    told: dict[str, dict[str, Any]] = {}
    for name, data in broken["failures"]:
        told.setdefault(name, data)
    for name, data in told.items():
        message, *details = finding_lines(Finding(**data))
        what = f"{message} {'; '.join(details)}".rstrip()
        yield line_from_here(f"{broken['file']}: case {name!r}: the reference itself fails: {what}")
