"""A class with verdicts made up as data: nothing of it is graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from interview.bank import Bank
from interview.classroom.assigned_book import assigned_book
from interview.classroom.assignment import open_assignment
from interview.classroom.batch import BatchEntry
from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import BatchConditions
from interview.classroom.marks import assign_class
from interview.classroom.submissions import FoundPerson, Submission
from interview.model.verdict import (
    CaseResult,
    Departure,
    Evidence,
    Example,
    Finding,
    GroupResult,
    Verdict,
)
from tests.conftest import TOY

BANK = Bank(TOY)
CARD = BANK.cards[0]
SEED = 7_654_321
PLAIN = "title: Homework 1\nquestions:\n  - {question: attend, points: 20}\n"
ODD = "<b>bold</b> & `code` *x* | ![p](http://x)"
"""What means something in HTML or Markdown."""


def tensor(*numbers: float) -> dict[str, object]:
    return {"dtype": "float64", "shape": [len(numbers)], "tensor": [*numbers]}


def failed(name: str, group: str, message: str = "", **more: object) -> CaseResult:
    finding = Finding(
        "values", "told", {"message": message or f"{name} differs", "details": ["d1"]}
    )
    return CaseResult(name, "attend", "failed", f"attend({name})", (finding,), group=group, **more)


def wrong_verdict(**more: object) -> Verdict:
    """Both cases wrong and the error right: a known mistake with an example and where it first differs."""
    cases = (
        failed("plain", "core", ODD, evidence=Evidence("values", 24)),
        failed("square and masked", "edges", evidence=Evidence("values", 50)),
        CaseResult("widths differ", "attend", "passed", "attend(k)", group="errors"),
    )
    groups = tuple(
        GroupResult("attend", group, weight, 1, passed)
        for group, weight, passed in (("core", 0.6, 0), ("edges", 0.2, 0), ("errors", 0.2, 1))
    )
    values = {"q": tensor(1, 2), "k": tensor(0, 1)}
    results = ({"results": [tensor(5.5)]}, {"results": [tensor(4.25)]})
    told = {
        "file": "a/01_attend.py",
        "status": "wrong",
        "cases": cases,
        "groups": groups,
        "misconception": "no-scaling",
        "explanation": "The scores are not divided.",
        "example": Example("plain", "attend", False, {}, {}, [values], False, *results),
        "departure": Departure("plain", 12, missing="scores", missing_says="scaled `scores`"),
        "output": "printed by the code",
    }
    return Verdict(question=CARD.id, score=0.0, seed=SEED, **{**told, **more})


ACCEPTED = Verdict(
    CARD.id,
    "b/01_attend.py",
    "accepted",
    1.0,
    SEED,
    cases=(CaseResult("plain", "attend", "passed", "attend(q)"),),
    groups=(GroupResult("attend", "core", 1.0, 1, 1),),
)


def plain_book(verdicts: Mapping[str, Verdict], found: Iterable[FoundPerson] = ()) -> Gradebook:
    """The gradebook without an assignment."""
    entries = [BatchEntry(person, "", verdict) for person, verdict in verdicts.items()]
    return Gradebook([CARD], entries, BatchConditions(SEED, "full", "1", "2"), [], 10, [*found])


def assignment_book(
    folder: Path, text: str, verdicts: Mapping[str, Verdict], **files: str
) -> Gradebook:
    """The gradebook by an assignment, and by the files that it names (`roster_csv`)."""
    for name, content in {"assignment_yaml": text, **files}.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    people = [FoundPerson(person) for person in verdicts]
    submissions = [Submission(person, "a.py", CARD, b"") for person in verdicts]
    ready = open_assignment(folder / "assignment.yaml", BANK)
    return assigned_book(plain_book(verdicts, people), assign_class(ready, people), submissions)
