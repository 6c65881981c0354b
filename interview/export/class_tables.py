"""The gradebook for other programs: CSV, JUnit XML, and a `results.json` per person for Gradescope."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import xml.etree.ElementTree as ET
from typing import Any

from interview.classroom.gradebook import Gradebook, why_not_accepted
from interview.messages import _
from interview.model.question import Card
from interview.model.verdict import Verdict
from interview.text import inert
from interview.wording.core import core_in_words
from interview.wording.verdict import finding_lines

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def gradebook_as_csv(book: Gradebook) -> str:
    """A row of points per question, then a row a person with a status and its reason; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["person", *(card.slug for card in book.cards), "total", "status", "reason"])
    most = [book.points] * len(book.cards)
    writer.writerow(["points", *map(plain_number, most), plain_number(sum(most)), "", ""])
    for person in book.people:
        earned = [book.earned(person, card) for card in book.cards]
        cells = ["" if points is None else plain_number(points) for points in earned]
        told = [book.status_of(person), harmless_cell(why_left_out(book, person))]
        writer.writerow([harmless_cell(person), *cells, plain_number(book.total(person)), *told])
    return out.getvalue()


def why_left_out(book: Gradebook, person: str) -> str:
    """Why nothing of somebody's is graded, or what else of theirs is not."""
    return book.reasons.get(person) or book.left_out.get(person, "")


def plain_number(value: float) -> str:
    return f"{value:g}"


def harmless_cell(text: str) -> str:
    """A spreadsheet runs what looks like a formula, in some places also `＝1+1`; a quote keeps it text."""
    text = inert(text)
    plain = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if plain.startswith(FORMULA_STARTS) else text


def gradebook_as_junit(book: Gradebook) -> str:
    """A suite per person, a test case per case of each exercise."""
    root = ET.Element("testsuites", name="interview batch")
    for person in book.people:
        suite = ET.SubElement(root, "testsuite", name=inert(person))
        add_what_is_left(suite, book, person)
        add_why_not_graded(suite, book, person)
        failures = errors = count = 0
        for card in book.cards:
            verdict = book.verdicts.get((person, card.id))
            for name, trouble, kind in junit_outcomes(verdict) if verdict else []:
                count += 1
                test = ET.SubElement(suite, "testcase", classname=card.slug, name=inert(name))
                if trouble is not None:
                    failures, errors = failures + (kind == "failure"), errors + (kind == "error")
                    first = trouble.partition("\n")[0]
                    ET.SubElement(test, kind, message=first).text = trouble
        skipped = len(suite.findall("testcase/skipped"))
        count += skipped
        told = {"tests": count, "failures": failures, "errors": errors, "skipped": skipped}
        suite.attrib.update({name: str(number) for name, number in told.items()})
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def add_why_not_graded(suite: ET.Element, book: Gradebook, person: str) -> None:
    """A skipped test case for somebody of whom nothing could be graded, so that they are seen."""
    if reason := book.reasons.get(person):
        test = ET.SubElement(suite, "testcase", classname="submission", name=_("not graded"))
        ET.SubElement(test, "skipped", message=inert(reason))


def add_what_is_left(suite: ET.Element, book: Gradebook, person: str) -> None:
    """A property for each question of which the core is right, but not everything."""
    verdicts = ((card, book.verdicts.get((person, card.id))) for card in book.cards)
    told = {card.slug: core_in_words(verdict) for card, verdict in verdicts if verdict}
    if any(told.values()):
        properties = ET.SubElement(suite, "properties")
        for name, text in told.items():
            if text:
                ET.SubElement(properties, "property", name=name, value=inert(text))


def junit_outcomes(verdict: Verdict) -> list[tuple[str, str | None, str]]:
    """Name, what is wrong (None if nothing is), and `failure` or `error`, of everything judged."""
    outcomes: list[tuple[str, str | None, str]] = [
        (case.name, None, "")
        if case.status == "passed"
        else (case.name, "\n".join(inert_lines(case.findings)) or case.status, "failure")
        for case in verdict.cases
    ]
    if verdict.findings or not outcomes:
        kind = "error" if verdict.status == "judge_error" else "failure"
        outcomes.append(
            (verdict.status, "\n".join(inert_lines(verdict.findings)) or verdict.status, kind)
        )
    return outcomes


def inert_lines(findings: Any) -> list[str]:
    return [inert(line) for finding in findings for line in finding_lines(finding)]


def gradescope_results(book: Gradebook, person: str) -> str:
    """One person's results in the form Gradescope's autograder reads; what the code printed stays out."""
    results = [
        {
            "number": str(card.number),
            "name": card.title,
            **score_fields(book, person, card, verdict),
            "output": why_not_accepted(verdict) or verdict.status.replace("_", " "),
            "output_format": "text",
        }
        for card in book.cards
        if (verdict := book.verdicts.get((person, card.id)))
    ]
    told = {"score": book.total(person), "tests": results}
    if reason := why_left_out(book, person):
        told["output"] = inert(reason)
    return json.dumps(told, indent=2, allow_nan=False) + "\n"


def score_fields(book: Gradebook, person: str, card: Card, verdict: Verdict) -> dict[str, Any]:
    """The score and whether it passed; neither where the grader failed."""
    score = book.earned(person, card)
    if score is None:
        return {}
    status = "passed" if verdict.status == "accepted" else "failed"
    return {"score": score, "max_score": book.points, "status": status}
