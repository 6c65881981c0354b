"""Whether the terms of the key points do their work: quiz ticks a point by them in a typed answer."""

from __future__ import annotations

from collections.abc import Iterator

from interview.bank.rules import Problem
from interview.bank.source import KeyPath
from interview.matching import (
    contrary_seen_in_itself,
    says_contrary,
    seen_in_itself,
    sense_of,
    stands_in_ask,
    suggested_points,
    words_of_points,
)
from interview.matching.terms import Term
from interview.matching.words import folded
from interview.model.question import Question


def term_problems(question: Question) -> Iterator[Problem]:
    """What keeps points from being ticked."""
    if "TODO" not in question.ask + question.answer:
        yield from points_not_seen(question)
        yield from terms_never_seen(question)
        yield from contraries_that_hinder(question)
        yield from terms_said_twice(question)


def points_not_seen(question: Question) -> Iterator[Problem]:
    """Points that neither their own words nor the model answer make."""
    points = question.key_points
    answered = suggested_points(question.answer, points, question.ask)
    for i, point in enumerate(points):
        key: KeyPath = ("key_points", i)
        if not suggested_points(point.point, points, question.ask, [i]):
            yield key, "not seen in its own words: add a term that stands in `point`"
        if i not in answered:
            yield key, "not seen in the model answer: add a term in its words, or let it say so"


def terms_never_seen(question: Question) -> Iterator[Problem]:
    known = words_of_points(question.key_points)
    for i, point in enumerate(question.key_points):
        sense = sense_of(point.point, question.ask)
        for j, term in enumerate(point.terms):
            key: KeyPath = ("key_points", i, "terms", j)
            if stands_in_ask(term, known, sense):
                yield key, f"{term!r} stands in `ask` already, so it never counts: replace it"
            elif not seen_in_itself(term, known, sense):
                yield key, f"{term!r} is not seen even in itself: {remedy_for_term(term)}"


def contraries_that_hinder(question: Question) -> Iterator[Problem]:
    """Contraries that are never seen, or are seen in what is right."""
    known = words_of_points(question.key_points)
    for i, point in enumerate(question.key_points):
        for j, words in enumerate(point.contrary):
            key: KeyPath = ("key_points", i, "contrary", j)
            right = {"point": point.point, "answer": question.answer}
            if not contrary_seen_in_itself(words, known):
                yield key, f"{words!r} is not seen even in itself: {remedy_for_term(words)}"
            for where, text in right.items():
                if says_contrary(text, words):
                    yield key, f"{words!r} is seen in `{where}`: say it more closely"


def terms_said_twice(question: Question) -> Iterator[Problem]:
    """Terms that a point has twice, and those that are to make it and to take it away."""
    for i, point in enumerate(question.key_points):
        known: dict[str, str] = {}
        for part, terms in (("terms", point.terms), ("contrary", point.contrary)):
            for j, term in enumerate(terms):
                other = known.setdefault(" ".join(folded(term).split()), f"{part}.{j}")
                key: KeyPath = ("key_points", i, part, j)
                if other == f"{part}.{j}":
                    continue
                if other.startswith(part):
                    yield key, f"{term!r} stands there twice, first as {other}: remove one of them"
                else:
                    what = f"{term!r} is also a term of this point, {other}"
                    yield key, f"{what}: remove the one that does not fit its sense"


def remedy_for_term(term: str) -> str:
    """A term that negates is often not found because of where its negation stands."""
    if not Term(term).negates:
        return "use whole words"
    return (
        "a negation counts within its clause, at most three words before what it negates: "
        "write both without a comma between them, and nothing else"
    )
