"""The gradebook as JUnit XML: a suite for each person, a test case for each case of an exercise."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence

from interview.classroom.gradebook import Gradebook
from interview.classroom.remarks import remarks_on_mark
from interview.export.class_tables import number_cell
from interview.messages import _
from interview.model.card import Card
from interview.model.verdict import Finding, Verdict
from interview.text import inert
from interview.wording.core import core_in_words
from interview.wording.verdict import finding_lines


def gradebook_as_junit(book: Gradebook) -> str:
    """What was not handed in is skipped; the seconds of a run are shared out evenly over its cases."""
    root = ET.Element("testsuites", name="interview batch")
    whole = 0.0
    for person in book.people:
        suite = ET.SubElement(root, "testsuite", name=inert(person))
        add_properties(suite, book, person)
        counts: Counter[str] = Counter(tests=0, failures=0, errors=0, skipped=0)
        seconds = 0.0
        for card in book.cards:
            verdict = book.verdicts.get((person, card.id))
            absent = book.reasons.get(person) or _("not handed in")
            counts.update(add_tests(suite, card, verdict, inert(absent)))
            seconds += verdict.seconds if verdict else 0.0
        suite.attrib.update({name: str(count) for name, count in counts.items()})
        suite.set("time", f"{seconds:.3f}")
        whole += seconds
    root.set("time", f"{whole:.3f}")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def add_tests(suite: ET.Element, card: Card, verdict: Verdict | None, absent: str) -> Counter[str]:
    """The test cases of one question; how many there are, and how they ended."""
    if verdict is None:
        test = ET.SubElement(suite, "testcase", classname=card.slug, name=card.slug, time="0.000")
        ET.SubElement(test, "skipped", message=absent)
        return Counter(tests=1, skipped=1)
    outcomes = junit_outcomes(verdict)
    counts = Counter(tests=len(outcomes))
    for name, trouble, kind in outcomes:
        time = f"{verdict.seconds / len(outcomes):.6f}"
        test = ET.SubElement(suite, "testcase", classname=card.slug, name=inert(name), time=time)
        if trouble is not None:
            counts[f"{kind}s"] += 1
            ET.SubElement(test, kind, message=trouble.partition("\n")[0]).text = trouble
    return counts


def add_properties(suite: ET.Element, book: Gradebook, person: str) -> None:
    """A property for each question of which there is more to say than how its cases ended."""
    told: list[tuple[str, str]] = []
    for card in book.cards:
        mark, verdict = book.marks[person, card.id], book.verdicts.get((person, card.id))
        if verdict and (left := core_in_words(verdict)):
            told.append((card.slug, left))
        told += [(card.slug, remark) for remark in remarks_on_mark(mark)]
    if book.assigned:
        points = (number_cell(book.adjusted(person)), number_cell(book.maximum))
        told += zip(("adjusted", "maximum"), points, strict=True)
    if told:
        properties = ET.SubElement(suite, "properties")
        for name, text in told:
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


def inert_lines(findings: Sequence[Finding]) -> list[str]:
    return [inert(line) for finding in findings for line in finding_lines(finding)]
