"""Whether a sentence says the contrary of a point, with the words of one of its terms.

Each pair of `CONTRARIES` and `SUBJECTS` has two sides. The point is on the side on which the term is; or
else its own clause in which the term's words stand, or the whole of it; of a subject, or else what is
asked. What is said is on a side by the words of its clause; a subject stays up to the end of its
sentence. Whoever is on the other side an odd number of times says the contrary: *a small batch has fewer
negatives* is what *a large batch has more negatives* says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from interview.matching.choices import without_marks
from interview.matching.synonyms import CONTRARIES, SUBJECTS
from interview.matching.words import HAN_CHARACTER, words_of_sentences, words_of_term

Sides = tuple[re.Pattern[str], re.Pattern[str]]
"""What finds the words of either side in a text of `flat`."""


class Opposites:
    """A table of pairs that have two sides each."""

    def __init__(self, table: Sequence[tuple[str, str]]) -> None:
        self.table = table

    @cached_property
    def pairs(self) -> list[Sides]:
        return [(side_pattern(one), side_pattern(other)) for one, other in self.table]

    @cached_property
    def any_side(self) -> re.Pattern[str]:
        """What finds any word of any side."""
        return side_pattern(", ".join(word for pair in self.table for word in pair))


CONTRARY, SUBJECT = Opposites(CONTRARIES), Opposites(SUBJECTS)


@dataclass(frozen=True)
class Sense:
    """What a point says, and what it is an answer to."""

    point: str
    ask: str

    @cached_property
    def clauses(self) -> list[str]:
        sentences = map(flat, words_of_sentences(self.point))
        return [clause for sentence in sentences for clause in sentence.split("|")]

    @cached_property
    def asked(self) -> str:
        return "|".join(map(flat, words_of_sentences(self.ask)))

    @cached_property
    def told(self) -> dict[tuple[str, ...], tuple[dict[int, int], dict[int, int]]]:
        return {}

    def of(self, words: tuple[str, ...]) -> tuple[dict[int, int], dict[int, int]]:
        """The sides of `CONTRARY` and of `SUBJECT` that a term is on; the first text that says so counts."""
        if words not in self.told:
            alone = [flat([word]).strip() for word in without_marks(words)]
            near = [clause for clause in self.clauses if all(word in clause for word in alone)]
            texts = flat(words), " ".join(near), " ".join(self.clauses)
            self.told[words] = sides_of(CONTRARY, texts), sides_of(SUBJECT, (*texts, self.asked))
        return self.told[words]


def contradicted(
    words: tuple[str, ...], sentence: Sequence[str], start: int, end: int, sense: Sense
) -> bool:
    """Whether the words of a term, found from `start` up to `end`, are said in the contrary sense."""
    meant, spoken_of = sense.of(words)
    if not meant and not spoken_of:
        return False
    clause = (flat(clause_around(sentence, start, end)),)
    said = sides_of(CONTRARY, clause)
    turns = [opposed(side, said.get(number, 0)) for number, side in meant.items()]
    if spoken_of:
        said, before = sides_of(SUBJECT, clause), flat(sentence[:end])
        turns += [
            opposed(side, said.get(number) or last_side(SUBJECT.pairs[number], before))
            for number, side in spoken_of.items()
        ]
    return sum(turns) % 2 == 1


def opposed(meant: int, said: int) -> bool:
    return meant * said < 0


@lru_cache(maxsize=4096)
def sides_of(opposites: Opposites, texts: tuple[str, ...]) -> dict[int, int]:
    """By the numbers of pairs 1 or -1, the side of the first text that is on one at all, unless it is on both."""
    sides: dict[int, int] = {}
    for text in texts:
        sides = {**sides_in(opposites, text), **sides}
    return {number: side for number, side in sides.items() if side}


@lru_cache(maxsize=4096)
def sides_in(opposites: Opposites, text: str) -> dict[int, int]:
    """By the numbers of the pairs of which a text is on a side, 1 or -1, or 0 if it is on both."""
    if not opposites.any_side.search(text):  # as in most texts
        return {}
    here = ([bool(side.search(text)) for side in pair] for pair in opposites.pairs)
    return {number: one - other for number, (one, other) in enumerate(here) if one or other}


def last_side(pair: Sides, text: str) -> int:
    """The side that was spoken of last."""
    one, other = (max((match.end() for match in side.finditer(text)), default=0) for side in pair)
    return (one > other) - (one < other)


def clause_around(sentence: Sequence[str], start: int, end: int) -> Sequence[str]:
    while start > 0 and sentence[start - 1] != "|":
        start -= 1
    while end < len(sentence) and sentence[end] != "|":
        end += 1
    return sentence[start:end]


def flat(words: Iterable[str]) -> str:
    """Words as one text: Chinese without gaps, all others with a gap on either side."""
    return "".join(word if HAN_CHARACTER.match(word) else f" {word} " for word in words)


@cache
def side_pattern(told: str) -> re.Pattern[str]:
    """What finds any of the words, told as `large, bigger, 更大`; 长 is not said by 长度."""
    texts = [flat(words_of_term(word)) for word in told.split(", ")]
    inside = (rf"{text}(?![度期斯语])" if len(text) == 1 else re.escape(text) for text in texts)
    return re.compile("|".join(inside))
