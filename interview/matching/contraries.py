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
Table = tuple[tuple[str, str], ...]


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
    def texts(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    def of(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The texts that say which side a term is on, the first that does so counts."""
        if words not in self.texts:
            alone = [flat([word]).strip() for word in without_marks(words)]
            near = [clause for clause in self.clauses if all(word in clause for word in alone)]
            self.texts[words] = (flat(words), " ".join(near), " ".join(self.clauses))
        return self.texts[words]


def contradicted(
    words: tuple[str, ...], sentence: Sequence[str], start: int, end: int, sense: Sense
) -> bool:
    """Whether the words of a term, found from `start` up to `end`, are said in the contrary sense."""
    spoken, clause = flat(sentence[:end]), flat(clause_around(sentence, start, end))
    meant = sense.of(words)
    turns = [*map(opposed, sides_of(CONTRARIES, meant), sides_of(CONTRARIES, (clause,)))]
    subjects = zip(
        pairs(SUBJECTS),
        sides_of(SUBJECTS, (*meant, sense.asked)),
        sides_of(SUBJECTS, (clause,)),
        strict=True,
    )
    turns += [
        opposed(side, said or last_side(pair, spoken)) for pair, side, said in subjects if side
    ]
    return sum(turns) % 2 == 1


def opposed(meant: int, said: int) -> bool:
    return meant * said < 0


@lru_cache(maxsize=4096)
def sides_of(table: Table, texts: tuple[str, ...]) -> tuple[int, ...]:
    """For each pair 1 or -1, the side of the first text that is on one alone; 0 if none is, or one is on both."""
    each = zip(*(sides_in(table, text) for text in texts), strict=True)
    return tuple(next((side for side in sides if side is not None), 0) for sides in each)


@lru_cache(maxsize=4096)
def sides_in(table: Table, text: str) -> tuple[int | None, ...]:
    """For each pair 1 or -1, the side that a text is on, 0 if on both, None if on neither."""
    here = (tuple(bool(side.search(text)) for side in pair) for pair in pairs(table))
    return tuple(one - other if one or other else None for one, other in here)


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
def pairs(table: Table) -> list[Sides]:
    return [(side_pattern(one), side_pattern(other)) for one, other in table]


@cache
def side_pattern(told: str) -> re.Pattern[str]:
    """What finds any of the words, told as `large, bigger, 更大`; 长 is not said by 长度."""
    texts = [flat(words_of_term(word)) for word in told.split(", ")]
    inside = (rf"{text}(?![度期斯语])" if len(text) == 1 else re.escape(text) for text in texts)
    return re.compile("|".join(inside))
