"""What the late rule and overrides do to somebody's points, in words, for every report alike."""

from __future__ import annotations

from collections.abc import Iterator

from interview.classroom.gradebook import Gradebook
from interview.classroom.marks import QuestionMark
from interview.messages import _, ngettext
from interview.model.card import Card
from interview.text import inert
from interview.wording.verdict import finding_message


def remarks_on_person(book: Gradebook, person: str) -> list[str]:
    """What there is to say of somebody, a line each."""
    missing = [card.title for card in book.cards if (person, card.id) not in book.verdicts]
    remarks = []
    if book.assigned and book.assigned.ready.roster and not book.members[person].listed:
        remarks.append(_("not on the roster"))
    if person in book.reasons:
        remarks.append(book.reasons[person])
    elif len(missing) == len(book.cards):
        remarks.append(_("nothing was handed in"))
    elif missing:
        remarks.append(_("not handed in: {titles}").format(titles=_(", ").join(missing)))
    text = _("{question}: {remark}")
    if person in book.left_out:
        remarks.append(book.left_out[person])
    for card in book.cards:
        for remark in remarks_on_mark(book.marks[person, card.id]):
            remarks.append(text.format(question=card.title, remark=remark))
    remarks += unjudged_remarks(book, person)
    return [inert(remark) for remark in remarks]


def why_left_out(book: Gradebook, person: str) -> str:
    """Why nothing of somebody's is graded, or what else of theirs is not."""
    if person in book.reasons:
        return book.reasons[person]
    told = [book.left_out.get(person, ""), *unjudged_remarks(book, person)]
    return "; ".join(filter(None, told))


def unjudged_remarks(book: Gradebook, person: str) -> Iterator[str]:
    """A line on each question on which nothing ran: what is wrong with the file, or that the grader failed.

    Not what it failed on, which is for the instructor.
    """
    ungraded = book.ungraded(person)
    for card in book.cards:
        verdict = book.verdicts.get((person, card.id))
        if card in ungraded:
            yield ungraded_remark(card, bool(verdict and verdict.broken_question))
        elif verdict and verdict.status == "invalid" and verdict.findings:
            text = _("{question}: {remark}")
            yield text.format(question=card.title, remark=finding_message(verdict.findings[0]))


def ungraded_remark(card: Card, broken: bool) -> str:
    text = _("{question}: the grader failed: not graded yet")
    if broken:
        text = _("{question}: the question itself is broken: not graded yet")
    return text.format(question=card.title)


def grader_failed_in_words() -> str:
    """What is said to a student."""
    return _("The grader failed, which is not your fault: it is not graded yet.")


def remarks_on_mark(mark: QuestionMark) -> list[str]:
    """That it was late, and what is left; the points given by hand, and why."""
    remarks = []
    if mark.too_late:
        remarks.append(_("handed in after the cut-off: it earns nothing"))
    elif mark.days and mark.left is not None and mark.earned:
        text = ngettext(
            "{days} day late: {left} of {earned} points are left",
            "{days} days late: {left} of {earned} points are left",
            mark.days,
        )
        numbers = {"left": shown_points(mark.left), "earned": shown_points(mark.earned)}
        remarks.append(text.format(days=mark.days, **numbers))
    if mark.override:
        text = ngettext(
            "{points} point given by hand: {reason}",
            "{points} points given by hand: {reason}",
            1 if mark.override.points == 1 else 2,
        )
        points = shown_points(mark.override.points)
        remarks.append(text.format(points=points, reason=mark.override.reason.strip()))
    return remarks


def shown_points(value: float) -> str:
    """With at most two places, and none that says nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
