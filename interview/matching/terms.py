"""Whether a sentence holds a term: its words close together, in its sense, and not taken back.

Words stand in any order within a clause, unless the term has Chinese, a formula or a relation in it
(*from*, *before*): then in its own order. A word may be misspelt or stand in another form (`spelling`);
Chinese has to be the same. A negation takes back what follows it in its clause, and a term that negates
needs a negation close by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile

from interview.matching.choices import Said, without_marks, words_of_choice
from interview.matching.contraries import Sense, contradicted, flat
from interview.matching.spelling import same_word
from interview.matching.synonyms import OPPOSITES
from interview.matching.words import (
    HAN_CHARACTER,
    NEGATIONS,
    folded,
    in_one_form,
    words_of_term,
)

WORDS_BETWEEN = 3
"""This many other words may stand between the words of a term."""
WORDS_OF_CONTRARY = 2
"""And this many between those of an English contrary, which takes a point away."""
HAN_WEIGHT = 0.4
"""What a Chinese character counts there: a word has two or three, as a rule."""
COMPOUND = 6
"""A word of this length is also found written apart: `warmup` in `warm up`."""
LOOK_BACK = 3
"""A term that negates is found if a negation stands at most this many words before the rest of it."""
LOOK_AHEAD = 2
"""A negation at most this many words after a term, in its clause, takes it back: `is not needed`."""

REACH = 1
"""*Without* takes back what begins this many words after it: `without a cache every step is slow`."""

SUPPOSED = "supposed"
"""Marks a clause that is not meant: `不除的话`, `否则`."""

ONLY_THEN = "才"
"""After what something needs: `都对才算对`."""

RELATIONS = frozenset({"from", "before", "after", "over", "gives"})
ORDERING = re.compile(r"\b(?:then|to|than|into|by|[a-z0-9])\b|\w[._(]|[=+^·/]")
"""A term with one of these means something else the other way round."""

Span = tuple[int, int]
"""Where a word stands in a sentence: from, up to."""
Sentences = tuple[tuple[str, ...], ...]
"""The words of each sentence of a text."""


@dataclass(frozen=True)
class Term:
    """A term, ready to be looked for."""

    text: str
    subject_first: bool = False
    """Whether its words count only in their own order, as what is said of whom turns on it."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return words_of_term(self.text.replace("|", " "))

    @cached_property
    def content(self) -> tuple[Said, ...]:
        """What has to be found, one after the other."""
        if "|" not in self.text:
            return tuple(((part,),) for part in without_marks(self.parts))
        told = (words_of_choice(word) for word in self.text.split())
        return tuple(choice for choice in told if choice)

    @cached_property
    def negates(self) -> bool:
        return not NEGATIONS.isdisjoint(self.parts)

    @cached_property
    def negations(self) -> int:
        """How many of its places are negated."""
        return sum("not" in words_of_term(word) for word in self.text.split())

    @cached_property
    def negated_first(self) -> bool:
        return "not" in words_of_term(self.text.split()[0])

    @cached_property
    def one_clause(self) -> bool:
        """Whether it is found in one clause only: a relation, and a Chinese contrary that joins no two."""
        joined = "|" in in_one_form(folded(self.text.replace("|", " ")))
        return self.relates or not self.ordered or (self.contrary_han and not joined)

    @cached_property
    def contrary_han(self) -> bool:
        return self.subject_first and bool(HAN_CHARACTER.search(self.text))

    @cached_property
    def symbols(self) -> bool:
        """Whether it is a formula of single letters, which stand there exactly so."""
        return all(len(part) == 1 and part.isascii() for part in self.parts)

    @cached_property
    def ordered(self) -> bool:
        told = folded(self.text)
        return bool(HAN_CHARACTER.search(told) or ORDERING.search(told)) or self.relates

    @cached_property
    def relates(self) -> bool:
        return not RELATIONS.isdisjoint(self.parts)


def sentence_holds(
    term: Term, sentence: tuple[str, ...], known: frozenset[str], sense: Sense
) -> bool:
    """Whether the sentence holds the term in that sense; a word that is known is no other one misspelt."""
    if not term.content or (len(term.content) < 2 and all(len(part) == 1 for part in term.parts)):
        return False
    places = []
    for choice in term.content:
        places.append(places_of_choice(choice, sentence, known))
        if not places[-1]:  # as in most sentences, of the hundreds of terms of a question
            return False
    find = in_order if term.ordered or term.subject_first else in_any_order
    return any(
        means_term(term, spans, sentence)
        and not contradicted(
            words_said(term, spans, sentence), sentence, spans[0][0], last_end(spans), sense
        )
        for spans in find(places)
    )


def last_end(spans: Sequence[Span]) -> int:
    return max(span[1] for span in spans)


def places_of_word(part: str, sentence: tuple[str, ...], known: frozenset[str]) -> list[Span]:
    """Where a word of a term stands, of which the first character begins some word of the sentence."""
    begun, size = places_by_initial(sentence)[part[0]], len(part)
    if HAN_CHARACTER.match(part):
        return [(i, i + size) for i in begun if sentence[i : i + size] == tuple(part)]
    places = [(i, i + 1) for i in begun if same_word(part, sentence[i], sentence[i] in known)]
    if size >= COMPOUND:
        written_apart = (i for i in begun if sentence[i] != part)
        places += [(i, i + 2) for i in written_apart if "".join(sentence[i : i + 2]) == part]
    return sorted(places)


@lru_cache(maxsize=4096)
def places_by_initial(sentence: tuple[str, ...]) -> dict[str, list[int]]:
    """Where words stand that begin with this character: every word of every term is looked for there."""
    places: dict[str, list[int]] = {}
    for i, word in enumerate(sentence):
        places.setdefault(word[0], []).append(i)
    return places


def places_of_choice(choice: Said, sentence: tuple[str, ...], known: frozenset[str]) -> list[Span]:
    """Where any of the words that may be said stand, those of one together but for a negation."""
    found, begun = [], places_by_initial(sentence)
    for words in choice:
        if not all(word[0] in begun for word in words):
            continue
        chains = in_order([places_of_word(word, sentence, known) for word in words])
        found += [
            (spans[0][0], last_end(spans))
            for spans in chains
            if all({*sentence[one[1] : other[0]]} <= NEGATIONS for one, other in pairwise(spans))
        ]
    return sorted(found)


def words_said(term: Term, spans: Sequence[Span], sentence: Sequence[str]) -> tuple[str, ...]:
    """The words of a term; where it leaves a choice, those that stand there."""
    if "|" not in term.text:
        return term.parts
    return tuple(flat(sentence[first:last]).strip() for first, last in spans)


def in_order(places: list[list[Span]]) -> list[list[Span]]:
    """The words one after the other, each as near as possible to the one before."""
    chains = []
    for first in places[0]:
        chain = [first]
        for some in places[1:]:
            later = [span for span in some if span[0] >= chain[-1][1]]
            if not later:
                break
            chain.append(min(later))
        if len(chain) == len(places):
            chains.append(chain)
    return chains


def in_any_order(places: list[list[Span]]) -> list[list[Span]]:
    """From each place on, the next of every word; the same word twice needs two places."""
    chains = []
    for start in sorted({span[0] for some in places for span in some}):
        chain: list[Span] = []
        for some in places:
            chain += [span for span in some if span[0] >= start and span not in chain][:1]
        if len(chain) == len(places):
            chains.append(sorted(chain))
    return chains


def means_term(term: Term, spans: list[Span], sentence: Sequence[str]) -> bool:
    """Whether words found at these places say what the term says."""
    start, end = spans[0][0], last_end(spans)
    places = [p for p in range(start, end) if not any(first <= p < last for first, last in spans)]
    between = [sentence[place] for place in places]
    narrow = term.subject_first and not HAN_CHARACTER.search(term.text)
    wide = WORDS_OF_CONTRARY if narrow else WORDS_BETWEEN
    slack = 0 if term.symbols else wide + term.negates
    said = words_said(term, spans, sentence)
    if sum(map(weight, between)) > slack or opposite_meant(term, said, between, sentence[:start]):
        return False
    if term.one_clause:
        negated = NEGATIONS if term.negates and not term.subject_first else frozenset()
        if any(sentence[place] == "|" and sentence[place + 1] not in negated for place in places):
            return False
    return negation_agrees(term, sentence, start, end)


def weight(word: str) -> float:
    """What a word between two of a term counts."""
    if word == "|":
        return 0
    return HAN_WEIGHT if HAN_CHARACTER.match(word) else 1


def opposite_meant(
    term: Term, said: Sequence[str], between: Sequence[str], before: Sequence[str]
) -> bool:
    """Whether another source, or another thing from the same source, is meant as well."""
    content = {word for some in said for word in some.split()}
    other = {
        opposite for pair in OPPOSITES if len(pair & content) == 1 for opposite in pair - content
    }
    if not other.isdisjoint(between):
        return True
    if not term.relates:
        return False
    return not RELATIONS.isdisjoint(between) or not other.isdisjoint(before[-1:])


def negation_agrees(term: Term, sentence: Sequence[str], start: int, end: int) -> bool:
    """Whether the place is negated if and only if the term is."""
    before = rest_of_clause(sentence[:start][::-1])[::-1]
    after = rest_of_clause(sentence[end:])
    if term.contrary_han and SUPPOSED in [*before, *after]:
        return False
    after = after[:LOOK_AHEAD]
    if term.negates:
        before = before[-LOOK_BACK:]
        if "without" in after[:1] and term.parts[-1] == "without":
            return True
    if term.contrary_han and not meant_as_contrary(term, before, sentence[start:end], after):
        return False
    negated = "not" in before or "without" in before[-REACH:] or "not" in after
    return (negated or not NEGATIONS.isdisjoint(sentence[start:end])) == term.negates


def meant_as_contrary(
    term: Term, before: Sequence[str], inside: Sequence[str], after: Sequence[str]
) -> bool:
    """Not where it is itself taken back, nor where it tells only what something else needs (才)."""
    if ONLY_THEN in [*before, *inside] and ONLY_THEN not in term.text:
        return False
    if not term.negates:
        return True
    if term.negated_first and "not" not in [*before, *inside]:
        return False
    return [*inside, *after].count("not") <= term.negations


def rest_of_clause(words: Sequence[str]) -> list[str]:
    return list(takewhile(lambda word: word != "|", words))
