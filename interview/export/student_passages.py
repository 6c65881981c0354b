"""The parts of a question on a student's page that have a heading: what failed, the mistake, the example, hints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview.classroom.student_view import PageView
from interview.messages import _
from interview.model.question import Question
from interview.model.verdict import CaseResult, Matrices, Verdict
from interview.text import inert
from interview.wording.departure import departure_lines
from interview.wording.example import example_lines
from interview.wording.failed_case import told_of_failed, told_with_check
from interview.wording.matrices import matrices_heading
from interview.wording.mistakes import candidates_in_words, mistakes_named
from interview.wording.names import names_in_words
from interview.wording.record import EXAMPLE_WIDTH
from interview.wording.verdict import finding_lines, finding_message


@dataclass(frozen=True)
class Passage:
    """A part with a heading of its own: our own prose, lines as a terminal has them, or matrices to be drawn."""

    title: str
    prose: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    matrices: Matrices | None = None


def passages_of(verdict: Verdict, view: PageView, question: Question | None) -> Iterator[Passage]:
    """What failed, the mistake, where it first differs, the smallest example, a wrong matrix, hints."""
    if verdict.status == "accepted":
        return
    if lines := [*failed_lines(verdict)]:
        yield Passage(_("What failed"), lines=tuple(map(inert, lines)))
    if prose := [*mistake_prose(verdict, view)]:
        yield Passage(_("The mistake"), tuple(map(inert, prose)))
    if verdict.departure:
        title = _("Where it first differs ({case}):").format(case=verdict.departure.case)
        yield Passage(heading_of(title), tuple(map(inert, departure_lines(verdict.departure))))
    if verdict.example:
        title = _("The smallest input on which it differs ({case}):")
        title = heading_of(title.format(case=verdict.example.case))
        yield Passage(title, lines=tuple(map(inert, example_lines(verdict.example, EXAMPLE_WIDTH))))
    if verdict.matrices:
        yield Passage(heading_of(matrices_heading(verdict.matrices)), matrices=verdict.matrices)
    if question and view.hints:
        yield Passage(_("Hints"), tuple(map(inert, question.exercise.hints[: view.hints])))


def heading_of(line: str) -> str:
    """A line that begins something, as its heading."""
    return inert(line).rstrip(":：")


def failed_lines(verdict: Verdict) -> Iterator[str]:
    """What is wrong with the whole file, then each failed case, as `interview grade` has it."""
    for finding in verdict.findings:
        first, *details = told_with_check(finding)
        yield first
        yield from (f"  {line}" for line in details)
    several = len({case.of for case in verdict.cases}) > 1
    before: list[CaseResult] = []
    for case in verdict.cases:
        if case.status == "failed":
            yield f"✗ {case.of}: {case.name}" if several else f"✗ {case.name}"
            yield from (f"    {line}" for line in lines_of_failed(case, before))
            before.append(case)


def lines_of_failed(case: CaseResult, before: list[CaseResult]) -> Iterator[str]:
    if case.findings[0].check == "not_written":
        yield finding_lines(case.findings[0])[0]
        return
    told = told_of_failed(case, before)
    if told.call:
        yield told.call
    if told.same_as:
        yield _("the same as in: {name}").format(name=told.same_as)
        return
    yield told.message
    yield from (f"  {line}" for line in told.details)
    if told.unjudged:
        yield _("not judged after that: {names}").format(names=names_in_words(told.unjudged))


def mistake_prose(verdict: Verdict, view: PageView) -> Iterator[str]:
    """The known mistakes by name, and as far as students are told what they are."""
    named = mistakes_named(verdict)
    for mistake in named:
        if view.mistake == "explained":
            yield _("{label} {says}").format(label=mistake.label, says=mistake.says)
        else:
            yield _("a known mistake: {id}").format(id=mistake.id)
    if verdict.candidates and not named:
        yield candidates_in_words(verdict)
    if verdict.common:
        yield finding_message(verdict.common)
