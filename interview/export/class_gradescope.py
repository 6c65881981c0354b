"""One person's results in the form that Gradescope's autograder reads; what the code printed stays out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from interview.classroom.assignment import AssignedCard
from interview.classroom.gradebook import Gradebook, why_not_accepted
from interview.classroom.marks import group_shares
from interview.classroom.remarks import grader_failed_in_words, remarks_on_person
from interview.messages import _
from interview.model.assignment import StudentView
from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.text import inert
from interview.wording.core import mistake_in_words
from interview.wording.names import group_in_words, name_in_words
from interview.wording.verdict import finding_message


def gradescope_results(book: Gradebook, person: str) -> str:
    """One person's results as the JSON of `results.json`."""
    return results_as_json(person_results(book, person))


def results_as_json(results: dict[str, Any]) -> str:
    return json.dumps(results, indent=2, allow_nan=False) + "\n"


def person_results(book: Gradebook, person: str) -> dict[str, Any]:
    """A test for each question; in an assignment one for each group of its cases, seen when that says so."""
    tests = [test for card in book.cards for test in tests_on_question(book, person, card)]
    # Without a score Gradescope takes none in.
    results: dict[str, Any] = {"score": book.counted_so_far(person), "tests": tests}
    remarks = remarks_on_person(book, person)
    if book.ungraded(person):
        text = _("Not all of it is graded, so the points mean nothing yet: tell your instructor.")
        remarks = [text, *remarks]
    if remarks:
        results["output"] = "\n".join(remarks)
    if book.assigned:
        results["output_format"] = "text"
        verdicts = filter(None, (book.verdicts.get((person, card.id)) for card in book.cards))
        results["execution_time"] = round(sum(verdict.seconds for verdict in verdicts), 3)
    return results


def tests_on_question(book: Gradebook, person: str, card: Card) -> Iterator[dict[str, Any]]:
    verdict = book.verdicts.get((person, card.id))
    test: dict[str, Any] = {"number": str(card.number), "name": card.title, "output_format": "text"}
    if verdict is None:
        score = {"score": 0, "max_score": book.most(card), "status": "failed"}
        reason = book.reasons.get(person) or _("not handed in")
        yield {**test, **score, "output": inert(reason)}
    elif verdict.status == "judge_error":  # why is for the instructor: it may quote the reference
        yield {**test, "output": grader_failed_in_words()}
    elif not book.assigned:
        output = why_not_accepted(verdict) or name_in_words(verdict.status)
        yield {**test, **score_fields(book, person, card, verdict), "output": output}
    elif not verdict.groups:
        output = "\n".join(lines_on_attempt(verdict, book.assigned.ready.students_see))
        fields = score_fields(book, person, card, verdict)
        yield {**test, **fields, "output": output or name_in_words(verdict.status)}
    else:
        assigned = book.assigned_cards[card.id]
        yield from tests_on_groups(verdict, assigned, book.assigned.ready.students_see, test)


def tests_on_groups(
    verdict: Verdict, assigned: AssignedCard, view: StudentView, test: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """One for each group of cases; the first that failed tells what there is to say of the whole attempt."""
    about = lines_on_attempt(verdict, view)
    for group, (earned, most) in group_shares(verdict, assigned.weights).items():
        right = all(g.right for g in verdict.groups if g.group == group)
        lines = [] if right else [*about, *lines_on_group(verdict, group)]
        about = about if right else []
        if right and most and not earned:
            lines = [_("right, but it earns nothing where no ordinary case is right")]
        name = _("{title}: {group}").format(title=test["name"], group=group_in_words(group))
        yield {
            **test,
            "name": name,
            "score": round(earned * assigned.points, 2),
            "max_score": round(most * assigned.points, 2),
            "status": "passed" if right else "failed",
            "visibility": getattr(view.groups, group),
            "output": "\n".join(lines) or name_in_words("passed"),
        }


def lines_on_attempt(verdict: Verdict, view: StudentView) -> list[str]:
    """What is wrong with the whole file, and the mistake that is named, as far as students are told."""
    lines = [finding_message(finding) for finding in verdict.findings]
    if verdict.misconception and view.mistake == "explained":
        lines.append(mistake_in_words(verdict))
    elif verdict.misconception and view.mistake == "named":
        lines.append(_("a known mistake: {id}").format(id=verdict.misconception))
    return [inert(line) for line in lines]


def lines_on_group(verdict: Verdict, group: str) -> list[str]:
    """A line on each finding in the cases of a group."""
    return [
        inert(f"{case.name}: {finding_message(finding)}")
        for case in verdict.cases
        if case.group == group
        for finding in case.findings
    ]


def score_fields(book: Gradebook, person: str, card: Card, verdict: Verdict) -> dict[str, Any]:
    """The score and whether it passed; neither where the grader failed."""
    score = book.earned(person, card)
    if score is None:
        return {}
    status = "passed" if verdict.status == "accepted" else "failed"
    return {"score": score, "max_score": book.most(card), "status": status}
