"""Attempts at a file that was handed out: graded as often as the learner asks. Coding and debugging share them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

from interview.errors import UsageError
from interview.grading.client.link import fresh_seed
from interview.grading.client.shared import open_engine
from interview.grading.client.source import NotText, read_source
from interview.model.card import Card
from interview.model.question import Question
from interview.model.verdict import Verdict
from interview.practice.exercise.grade import invalid_verdict
from interview.practice.exercise.workspace import ExerciseFile
from interview.practice.memory.journal import PartJournal, Recording, record_nothing
from interview.practice.talk.conversation import Asks, Unclear, View, Views, typed_command


@dataclass(frozen=True)
class FileHandedOut(View):
    """A file to work on, and the question it belongs to."""

    question: Question
    path: Path


@dataclass(frozen=True)
class FileToOpen(View):
    """The file is to be opened in the learner's editor."""

    path: Path
    asked_for: bool = False
    """Whether the learner wants it now; then they may choose an editor where none is set."""


@dataclass(frozen=True)
class TaskAgain(View):
    """What is to be written, once more."""

    question: Question


@dataclass(frozen=True)
class ReadyToGrade(View):
    """Waits for the learner: Enter grades the file."""

    path: Path
    tries: int
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class FileJudged(View):
    """What became of the cases; which mistake it is stays untold."""

    verdict: Verdict
    card: Card


Grade: TypeAlias = Callable[[Card, Path], Verdict]
Counting: TypeAlias = Callable[[Verdict], Recording]
"""What is recorded of a verdict besides its step."""


def counts_here_only(verdict: Verdict) -> Recording:
    return record_nothing


def grade_until_accepted(
    question: Question,
    card: Card,
    path: Path,
    journal: PartJournal,
    grade: Grade,
    counting: Counting = counts_here_only,
) -> Views:
    """Grades the file as often as the learner asks, until it is accepted or given up."""
    while not attempts_are_over(journal):
        line = yield ReadyToGrade(path, len(journal.step_data("graded")))
        match typed_command(line):
            case "":
                verdict = grade(card, path)
                journal.add("graded", also=counting(verdict), **verdict_facts(verdict))
                yield FileJudged(verdict, card)
            case "e":
                yield FileToOpen(path, asked_for=True)
            case "t":
                yield TaskAgain(question)
            case "g":
                journal.add("gave up")
            case _:
                yield Unclear(line)


def attempts_are_over(journal: PartJournal) -> bool:
    return was_accepted(journal) or bool(journal.step_data("gave up"))


def was_accepted(journal: PartJournal) -> bool:
    return any(step["status"] == "accepted" for step in journal.step_data("graded"))


def was_passed(journal: PartJournal) -> bool:
    """Whether the core was right, which is as good as accepted for a score and for the schedule."""
    return was_accepted(journal) or any(step.get("core") for step in journal.step_data("graded"))


def verdict_facts(verdict: Verdict) -> dict[str, object]:
    """What a step keeps of a verdict."""
    return {
        "status": verdict.status,
        "score": verdict.score,
        "seed": verdict.seed,
        "misconception": verdict.misconception,
        "case_misconceptions": list(verdict.case_misconceptions),
        "passed": sum(case.status == "passed" for case in verdict.cases),
        "cases": len(verdict.cases),
        "core": verdict.core_right,
        "left": [i for i, case in enumerate(verdict.cases) if case.status != "passed"],
    }


@contextmanager
def open_grader(lang: str, seed: int | None, cold: bool) -> Iterator[Grade]:
    """Verdicts by one judge, which gets ready while the learner reads; under a fresh seed each if None."""
    with open_engine(cold) as links:
        link = links.link()

        def grade(card: Card, path: Path) -> Verdict:
            drawn = fresh_seed() if seed is None else seed
            try:
                source = read_source(path)
            except (NotText, UsageError) as error:
                return invalid_verdict(ExerciseFile(card, path), drawn, str(error))
            return link.grade(card, str(path), source, drawn, lang, example=True)

        yield grade
