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
from interview.grading.client.source import NotText, read
from interview.model.question import Card, Question
from interview.model.verdict import Verdict
from interview.practice.exercise.grade import invalid
from interview.practice.exercise.workspace import Started, set_aside, writing
from interview.practice.memory.journal import PartJournal
from interview.practice.talk.conversation import Asks, Unclear, View, Views, command


@dataclass(frozen=True)
class HandedOut(View):
    """A file to work on, and the question it belongs to."""

    question: Question
    path: Path


@dataclass(frozen=True)
class Opened(View):
    """The file is to be opened in the learner's editor."""

    path: Path


@dataclass(frozen=True)
class Task(View):
    """What is to be written, once more."""

    question: Question


@dataclass(frozen=True)
class Ready(View):
    """Waits for the learner: Enter grades the file."""

    path: Path
    tries: int
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class Judged(View):
    """What became of the cases; which mistake it is stays untold."""

    verdict: Verdict
    card: Card


Grade: TypeAlias = Callable[[Card, Path], Verdict]


def attempts(
    question: Question, card: Card, path: Path, journal: PartJournal, grade: Grade
) -> Views:
    """Grades the file as often as the learner asks, until it is accepted or given up."""
    while not over(journal):
        line = yield Ready(path, len(journal.found("graded")))
        match command(line):
            case "":
                verdict = grade(card, path)
                journal.add("graded", **facts(verdict))
                yield Judged(verdict, card)
            case "e":
                yield Opened(path)
            case "t":
                yield Task(question)
            case "g":
                journal.add("gave up")
            case _:
                yield Unclear(line)


def over(journal: PartJournal) -> bool:
    return accepted(journal) or bool(journal.found("gave up"))


def accepted(journal: PartJournal) -> bool:
    return any(step["status"] == "accepted" for step in journal.found("graded"))


def facts(verdict: Verdict) -> dict[str, object]:
    """What a step keeps of a verdict."""
    return {
        "status": verdict.status,
        "score": verdict.score,
        "seed": verdict.seed,
        "misconception": verdict.misconception,
        "passed": sum(case.status == "passed" for case in verdict.cases),
        "cases": len(verdict.cases),
    }


def hand_out(path: Path, source: str) -> None:
    """Writes the file; what stood there is moved to `set-aside/` beside it."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            set_aside(path)
        path.write_text(source, encoding="utf-8")


@contextmanager
def grader(lang: str, seed: int | None, cold: bool) -> Iterator[Grade]:
    """Verdicts by one judge, which gets ready while the learner reads; under a fresh seed each if None."""
    with open_engine(cold) as links:
        link = links.link()

        def grade(card: Card, path: Path) -> Verdict:
            drawn = fresh_seed() if seed is None else seed
            try:
                source = read(path)
            except (NotText, UsageError) as error:
                return invalid(Started(card, path), drawn, str(error))
            return link.grade(card, str(path), source, drawn, lang)

        yield grade
