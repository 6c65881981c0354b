"""What a term leaves open: in `whole|full sentence` either word may be said before the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from interview.matching.words import NEGATIONS, words_of_term

Said = tuple[tuple[str, ...], ...]
"""What may be said in one place of a term, each as words that stand together."""


def without_marks(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in NEGATIONS and word != "|")


def words_of_choice(told: str) -> Said:
    """`whole|full sentence` as the words of either, without a negation: that is of the whole term."""
    each = (without_marks(words_of_term(one)) for one in told.split("|"))
    return tuple(dict.fromkeys(words for words in each if words))


def choices_of(place: str) -> list[str]:
    """What may be said there; what is no word, as 在 and 会, would leave the place open."""
    each = place.split("|")
    return [one for one in each if words_of_term(one)] or each


def readings(told: str) -> tuple[str, ...]:
    """The term with its choices made, so often that every one is made at least once."""
    places = [choices_of(word) for word in told.replace(";", " ;").split()]
    count = max(map(len, places), default=0)
    made = (" ".join(some[i % len(some)] for some in places) for i in range(count))
    return tuple(text.replace(" ;", ";") for text in made)


def agreeing(told: str) -> Iterator[str]:
    """The term, once for those of its choices that negate and once for the others."""
    places = []
    for word in told.split():
        kinds: dict[tuple[bool, bool], list[str]] = {}
        for one in choices_of(word):
            words = words_of_term(one)
            kind = (not NEGATIONS.isdisjoint(words), bool(without_marks(words)))
            kinds.setdefault(kind, []).append(one)
        places.append(["|".join(some) for some in kinds.values()])
    return map(" ".join, product(*places))
