"""Which key points a typed answer seems to make: a suggestion, by the points' terms.

`words` reads a text as words of the field, the same in both languages by the table in `synonyms`;
`terms` looks for a term in each sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview.matching.contraries import Sense
from interview.matching.terms import Term, sentence_holds
from interview.matching.words import words_of_sentences, words_of_term
from interview.model.answer import KeyPoint

LONGEST_ANSWER = 50_000
"""Characters that are read: many times what anybody says, and less than a second."""


def suggested_points(text: str, points: Sequence[KeyPoint], ask: str) -> frozenset[int]:
    """The places of the points that the text seems to make; repeating what was asked makes none."""
    said, asked = words_of_sentences(text[:LONGEST_ANSWER]), words_of_sentences(ask)
    known = words_of_points(points)

    def made(point: KeyPoint) -> bool:
        sense = Sense(point.point, ask)
        return any(
            text_holds(said, term, known, sense) and not text_holds(asked, term, known, sense)
            for term in map(Term, point.terms)
        ) and not any(
            text_holds(said, Term(words), known, Sense(words, "")) for words in point.contrary
        )

    return frozenset(place for place, point in enumerate(points) if made(point))


def text_holds(text: Iterable[list[str]], term: Term, known: frozenset[str], sense: Sense) -> bool:
    return any(sentence_holds(term, sentence, known, sense) for sentence in text)


def words_of_points(points: Iterable[KeyPoint]) -> frozenset[str]:
    """The words that the points are told in: none of them is another one misspelt."""
    texts = (text for point in points for text in (point.point, *point.terms, *point.contrary))
    return frozenset(word for text in texts for word in words_of_term(text))
