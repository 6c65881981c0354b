"""What could not be judged: whose fault it is, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interview.bank.heads import line_from_here
from interview.errors import QuestionError
from interview.model.card import Card
from interview.model.verdict import Finding, Verdict
from interview.wording.verdict import finding_lines


class JudgeLost(Exception):
    """A judge that did not come back in `seconds` from what a submission gave back, or ended each time there."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def not_judged_verdict(card: Card, file: str, seed: int, lost: JudgeLost) -> Verdict:
    """What a submission gave back kept its judge from judging it: that is its own doing."""
    finding = Finding("answer", "not_judged", {"seconds": lost.seconds})
    return Verdict(card.id, file, "crashed", 0.0, seed, findings=(finding,))


def judge_failure_verdict(card: Card, file: str, seed: int, trace: str) -> Verdict:
    """Our failure, told as ours."""
    values = {"error": trace.strip().splitlines()[-1], "trace": trace}
    finding = Finding("judge", "judge_failed", values)
    return Verdict(card.id, file, "judge_error", 0.0, seed, findings=(finding,))


def broken_question_verdict(card: Card, file: str, seed: int, problems: list[str]) -> Verdict:
    """Not graded, as the question itself is broken: nobody's fault who wrote an attempt."""
    finding = Finding("judge", "broken_question", {"problems": problems})
    return Verdict(card.id, file, "judge_error", 0.0, seed, findings=(finding,))


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
    told: dict[str, dict[str, Any]] = {}
    for name, data in broken["failures"]:
        told.setdefault(name, data)
    for name, data in told.items():
        message, *details = finding_lines(Finding(**data))
        what = f"{message} {'; '.join(details)}".rstrip()
        yield line_from_here(f"{broken['file']}: case {name!r}: the reference itself fails: {what}")
