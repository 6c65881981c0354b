"""Which key points a typed answer seems to make: a suggestion, by the points' terms.

`words` reads a text as words of the field, the same in both languages by the table in `synonyms`;
`terms` looks for a term in each sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from interview.matching.choices import agreeing, readings
from interview.matching.contraries import Sense
from interview.matching.terms import Sentences, Term, sentence_holds
from interview.matching.words import words_of_sentences, words_of_term
from interview.model.answer import KeyPoint

LONGEST_ANSWER = 50_000
"""Characters that are read: many times what anybody says, and less than a second."""
OUTWEIGHED = 4
"""A point said in this many of its terms for each contrary is meant, and so is one of which more terms than
contraries stand in other sentences: *one head averages; with many …* has the words of `heads are averaged`."""


def suggested_points(
    text: str, points: Sequence[KeyPoint], ask: str, wanted: Collection[int] | None = None
) -> frozenset[int]:
    """The places of the points that the text seems to make; repeating what was asked makes none.

    wanted: the places that are looked at; else all.
    """
    said = words_of_sentences(text[:LONGEST_ANSWER])
    known = words_of_points(points)

    def made(point: KeyPoint) -> bool:
        sense = sense_of(point.point, ask)
        held = (
            terms_of(term)
            for term in point.terms
            if text_holds(said, terms_of(term), known, sense)
            and not stands_in_ask(term, known, sense)
        )
        first = next(held, None)
        if first is None:
            return False
        contrary = [words for words in point.contrary if contrary_held(said, words, known)]
        if not contrary:
            return True
        terms = [first, *held]
        rest = sentences_without(contrary, said, known)
        apart = sum(text_holds(rest, term, known, sense) for term in terms)
        return apart > len(contrary) or len(terms) >= OUTWEIGHED * len(contrary)

    places = range(len(points)) if wanted is None else wanted
    return frozenset(place for place in places if made(points[place]))


def sentences_without(contrary: Sequence[str], said: Sentences, known: frozenset[str]) -> Sentences:
    """The sentences that a contrary leaves alone: none, if it takes two of them to say it."""
    saying = [{one for one in said if contrary_held((one,), words, known)} for words in contrary]
    if not all(saying):
        return ()
    return tuple(one for one in said if not any(one in some for some in saying))


def says_contrary(text: str, words: str) -> bool:
    """Whether the text holds what people say who have a point wrong."""
    return contrary_held(
        words_of_sentences(text), words, frozenset(words_of_term(words.replace("|", " ")))
    )


def seen_in_itself(term: str, known: frozenset[str], sense: Sense) -> bool:
    """Whether a term is seen in its own words, whatever is chosen of them; each half has its own sentence."""
    return all(half_holds_itself(half, known, sense) for half in term.split(";"))


def contrary_seen_in_itself(words: str, known: frozenset[str]) -> bool:
    """The same of what takes a point away."""
    sense = sense_of(words, "")
    return all(half_holds_itself(half, known, sense, True) for half in words.split(";"))


@lru_cache(maxsize=4096)
def half_holds_itself(
    half: str, known: frozenset[str], sense: Sense, subject_first: bool = False
) -> bool:
    """Whether every reading of a half is a sentence that holds it; several terms have one half in common."""
    terms = terms_of(half, subject_first)
    texts = map(words_of_sentences, readings(half))
    return all(text_holds(text, terms, known, sense) for text in texts)


def contrary_held(text: Sentences, words: str, known: frozenset[str]) -> bool:
    """As its words stand: which of two is said of the other turns on their order."""
    return text_holds(text, terms_of(words, subject_first=True), known, sense_of(words, ""))


def text_holds(
    text: Sentences, halves: Sequence[Sequence[Term]], known: frozenset[str], sense: Sense
) -> bool:
    """Whether the text holds one of the terms of each half, wherever it stands."""
    return all(
        any(sentence_holds(term, sentence, known, sense) for term in half for sentence in text)
        for half in halves
    )


@lru_cache(maxsize=4096)
def stands_in_ask(term: str, known: frozenset[str], sense: Sense) -> bool:
    """Whether who says the term may only have repeated what was asked."""
    return text_holds(words_of_sentences(sense.ask), terms_of(term), known, sense)


@lru_cache(maxsize=65536)
def terms_of(told: str, subject_first: bool = False) -> tuple[tuple[Term, ...], ...]:
    """The term, or the two of `a; b`: both have to be there; one that may be negated is two."""
    return tuple(
        tuple(Term(one, subject_first) for one in agreeing(half)) for half in told.split(";")
    )


@lru_cache(maxsize=65536)
def sense_of(words: str, ask: str) -> Sense:
    return Sense(words, ask)


def words_of_points(points: Iterable[KeyPoint]) -> frozenset[str]:
    """The words that the points are told in: none of them is another one misspelt."""
    return frozenset().union(*map(words_of_point, points))


@lru_cache(maxsize=1024)
def words_of_point(point: KeyPoint) -> frozenset[str]:
    texts = (point.point, *point.terms, *point.contrary)
    return frozenset(word for text in texts for word in words_of_term(text.replace("|", " ")))
