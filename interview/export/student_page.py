"""What stands on a student's page, question by question, in the language in use; `student_layout` draws it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath

from interview.classroom.gradebook import Gradebook
from interview.classroom.marks import group_shares
from interview.classroom.remarks import grader_failed_in_words, remarks_on_mark, shown_points
from interview.classroom.student_view import PageView, as_student_sees
from interview.export.class_page import shown_moment
from interview.export.student_passages import Passage, passages_of
from interview.messages import _, ngettext
from interview.model.card import Card
from interview.model.question import Question
from interview.model.verdict import Verdict
from interview.text import inert
from interview.wording.core import core_in_words
from interview.wording.names import group_in_words, name_in_words
from interview.wording.translation import verdict_in_words_of
from interview.wording.verdict import finding_message
from interview.wording.verdict_parameters import weights_lines


@dataclass(frozen=True)
class GroupRow:
    """How a group of cases went."""

    name: str
    right: bool
    cases: str
    points: str
    lost: bool
    """Whether it is right and earns nothing all the same."""


@dataclass(frozen=True)
class PageQuestion:
    """One question on somebody's page."""

    anchor: str
    title: str
    state: str
    """full, part, none, error or absent: how it looks."""
    verdict: str
    points: str
    facts: tuple[str, ...] = ()
    """Plain text, a line each: the file, how late it was, points by hand, what is left."""
    groups: tuple[GroupRow, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class StudentPage:
    """Everything on somebody's page."""

    title: str
    person: str
    lang: str
    head: tuple[str, ...]
    total: str
    questions: tuple[PageQuestion, ...]


def student_page(
    book: Gradebook, person: str, view: PageView, told: dict[str, Question], lang: str
) -> StudentPage:
    """Somebody's page; `told` has the questions in its language, by id, as far as they can be read."""
    head = []
    if book.assigned and book.assigned.ready.due:
        due = book.assigned.ready.due + book.assigned.extra.get(person, timedelta())
        head.append(_("Due {time}.").format(time=shown_moment(due)))
    head += [book.reasons.get(person, ""), book.left_out.get(person, "")]
    questions = [page_question(book, person, card, view, told.get(card.id)) for card in book.cards]
    return StudentPage(
        inert(book.assigned.ready.title if book.assigned else _("Your results")),
        inert(person),
        lang,
        tuple(inert(line) for line in head if line),
        points_in_words(book.adjusted(person), book.maximum),
        tuple(questions),
    )


def points_in_words(points: float | None, maximum: float) -> str:
    got = "–" if points is None else shown_points(points)
    return _("{points} of {maximum}").format(points=got, maximum=shown_points(maximum))


def page_question(
    book: Gradebook, person: str, card: Card, view: PageView, question: Question | None
) -> PageQuestion:
    mark, verdict = book.marks[person, card.id], book.verdicts.get((person, card.id))
    title = f"{card.number}. {question.title if question else card.title}"
    points = points_in_words(mark.counted, mark.maximum)
    plain = PageQuestion(f"q-{card.slug}", inert(title), "absent", _("not handed in"), points)
    remarks = tuple(map(inert, remarks_on_mark(mark)))
    if verdict is None:
        return replace(
            plain, points=points_in_words(mark.counted or 0.0, mark.maximum), facts=remarks
        )
    file = _("{name}: {text}").format(name=_("file"), text=PurePosixPath(verdict.file).name)
    facts = [inert(file), *when_handed_in(book, person, card), *remarks]
    if verdict.status == "judge_error":
        facts.append(grader_failed_in_words())
        return replace(plain, state="error", verdict=_("not graded"), facts=tuple(facts))
    worded = verdict_in_words_of(question, verdict) if question else verdict
    seen = as_student_sees(worded, view)
    groups = tuple(group_rows(book, card, verdict, seen))
    hidden = {result.group for result in verdict.groups} & view.hidden
    return replace(
        plain,
        state=look_of(seen),
        verdict=name_in_words(seen.status),
        facts=(*facts, *map(inert, page_facts(seen, hidden)), *facts_of_groups(groups)),
        groups=groups,
        passages=tuple(passages_of(seen, view, question)),
    )


def when_handed_in(book: Gradebook, person: str, card: Card) -> list[str]:
    time = book.handed_in.get((person, card.id))
    if not (book.assigned and book.assigned.ready.due and time):
        return []
    local = time.astimezone(book.assigned.ready.due.tzinfo)
    return [_("handed in: {time}").format(time=shown_moment(local))]


def look_of(verdict: Verdict) -> str:
    if verdict.status == "accepted":
        return "full"
    earned = verdict.core_right or (verdict.score > 0 and any(g.right for g in verdict.groups))
    return "part" if earned else "none"


def page_facts(verdict: Verdict, hidden: Collection[str]) -> Iterator[str]:
    """What is left of it, what was left out, how weights were read, and which of its groups aren't told."""
    if core := core_in_words(verdict):
        yield core
    for note in verdict.notes:
        yield finding_message(note)
    for read in verdict.weights:
        yield from weights_lines(read)
    if hidden:
        names = _(", ").join(map(group_in_words, sorted(hidden)))
        yield _("Not shown here: {groups}.").format(groups=names)


def group_rows(book: Gradebook, card: Card, verdict: Verdict, seen: Verdict) -> Iterator[GroupRow]:
    """A row for each group that is told of; its points before the late rule."""
    assigned = book.assigned_cards.get(card.id)
    shares = group_shares(verdict, assigned.weights if assigned else None)
    for group in dict.fromkeys(result.group for result in seen.groups):
        own = [result for result in seen.groups if result.group == group]
        passed, cases = (sum(n) for n in zip(*((r.passed, r.cases) for r in own), strict=True))
        earned, most = (share * book.most(card) for share in shares[group])
        count = ngettext("{passed} of {count} case", "{passed} of {count} cases", cases)
        yield GroupRow(
            group_in_words(group),
            all(result.right for result in own),
            count.format(passed=passed, count=cases),
            points_in_words(earned, most),
            bool(most and not earned) and all(result.right for result in own),
        )


def facts_of_groups(groups: tuple[GroupRow, ...]) -> Iterator[str]:
    text = _("{name}: right, but it earns nothing where no ordinary case is right")
    return (text.format(name=group.name) for group in groups if group.lost)
