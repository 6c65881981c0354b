"""Whether two words are one: in another form, by a common stem, or misspelt by one slip, which rapidfuzz tells."""

from __future__ import annotations

import re
from functools import lru_cache

from interview.matching.words import NEGATIONS

SPELT_ALIKE = 6
"""Words from this length on may be misspelt by one slip, but not in their first letter."""
STEM = 3
"""Two words are forms of one if they share at least this many letters and only endings differ."""
ENDINGS = re.compile(
    r"(?:e?s|e?d|e|ing|[eo]rs?|i?ons?|ations?|itions?|y|ies|ity|ly|al|able|ized?|ised?)?"
)


def same_word(word: str, said: str, known: bool) -> bool:
    """Whether two words are one, in another form or, unless the second is known, misspelt."""
    if word == said:
        return True
    if word in NEGATIONS or said in NEGATIONS or word[0] != said[0]:
        return False
    return same_stem(word, said) or (not known and misspelt(word, said))


@lru_cache(maxsize=4096)
def misspelt(word: str, said: str) -> bool:
    if min(len(word), len(said)) < SPELT_ALIKE or any(c.isdigit() for c in word + said):
        return False
    # Imported here: only a typed answer needs it.
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.distance(word, said, score_cutoff=1) <= 1


@lru_cache(maxsize=4096)
def same_stem(word: str, said: str) -> bool:
    """`scaled` and `scaling`, `concatenate` and `concatenation`."""
    stem = 0
    while stem < min(len(word), len(said)) and word[stem] == said[stem]:
        stem += 1
    return stem >= STEM and all(ENDINGS.fullmatch(form[stem:]) for form in (word, said))
