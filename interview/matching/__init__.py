"""Which key points a typed answer seems to make: a suggestion, by the points' terms.

`words` reads a text as words of the field, the same in both languages by the table in `synonyms`;
`terms` looks for a term in each sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview.matching.terms import Term, found
from interview.matching.words import parts, sentences
from interview.model.question import KeyPoint


def suggested(text: str, points: Sequence[KeyPoint], ask: str) -> frozenset[int]:
    """The places of the points that the text seems to make; repeating what was asked makes none."""
    said, asked = sentences(text), sentences(ask)
    known = words_of(points)
    return frozenset(
        place
        for place, point in enumerate(points)
        if any(
            holds(said, term, known) and not holds(asked, term, known)
            for term in map(Term, point.terms)
        )
    )


def holds(text: Iterable[list[str]], term: Term, known: frozenset[str]) -> bool:
    return any(found(term, sentence, known) for sentence in text)


def words_of(points: Iterable[KeyPoint]) -> frozenset[str]:
    """The words that the points are told in: none of them is another one misspelt."""
    texts = (text for point in points for text in (point.point, *point.terms))
    return frozenset(word for text in texts for word in parts(text))
