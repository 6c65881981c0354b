"""Which key points a typed answer seems to make: a suggestion, by the points' terms, typos forgiven.

A term of words is found where each of its words stands, in any order, close to the others. A word is
recognised by its spelling (`DamerauLevenshtein` of rapidfuzz) or by a common stem. A term with Chinese
in it is found where a stretch of the answer is nearly the same. *No causal mask* is not *a causal mask*:
a term without a negation is not found right after one, and a term with one needs one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from interview.model import KeyPoint

SPELLING = 0.8
"""From this similarity on, of 1, two words are the same one misspelt."""
SHORT = 4
"""Words up to this length are not misspelt: `key` is not `ken`."""
STEM = 3
"""Two words are forms of one if they share at least this many letters and only endings differ."""
ENDINGS = re.compile(r"(?:e?s|e?d|e|ing|[eo]rs?|i?ons?|ations?|itions?|y|ies|ly|al|able|ized?)?")
SLACK = 3
"""This many other words may stand between the words of a term."""
COMPOUND = 8
"""A single word of this length is also found written apart: `layernorm` in `layer norm`."""
HAN_PER_SLIP = 4
"""One character in so many Chinese ones may differ."""
LOOK_BACK = 2
"""A negation this many words, or Chinese characters, before a term takes it back."""

STOP = re.compile(
    r"an?|and|are|as|at|be|by|for|from|in|into|is|its?|of|on|or|so|that|the|their|then|they|this|to"
    r"|was|were|which|with|we|you|i|do|does"
)
NEGATIONS = frozenset({"no", "not", "never", "without", "cannot", "neither", "nor", "non"})
HAN_NEGATIONS = ("不", "没", "无", "非", "未")
HAN_STOP = re.compile(r"[的了是都就也会要地得]")
HAN = re.compile(r"[\u3400-\u9fff]")
CONTRACTED = re.compile(r"n['’]t\b")
SYMBOLS = str.maketrans({"√": " sqrt ", "×": " by ", "·": " ", "∝": " proportional ", "∞": " inf "})
WORD = re.compile(r"[a-z0-9]+|[α-ω]")
ROOT = re.compile(r"\b(?:square root|root) of\b|\bsquare root\b")


def suggested(text: str, points: Sequence[KeyPoint]) -> frozenset[int]:
    """The places of the points that the text seems to make."""
    said = Said(WORD.findall(folded(text)), run(text))
    return frozenset(
        place
        for place, point in enumerate(points)
        if any(found(term, said) for term in point.terms)
    )


@dataclass(frozen=True)
class Said:
    """An answer, ready to be searched."""

    every: list[str]
    """All its words and symbols, Chinese left out."""
    run: str
    """All of it without spaces, punctuation and particles."""

    @cached_property
    def words(self) -> list[str]:
        return meaningful(self.every)


def found(term: str, said: Said) -> bool:
    """Whether the answer holds the term; single symbols must stand there in this order."""
    if HAN.search(term):
        return han_found(run(term), said.run)
    every = WORD.findall(folded(term))
    parts = meaningful(every)
    if all(len(part) == 1 for part in parts):
        starts = range(len(said.every) - len(every) + 1)
        return any(said.every[start : start + len(every)] == every for start in starts)
    if len(parts) == 1 and len(parts[0]) >= COMPOUND and parts[0] in said.run:
        return True
    return words_found(parts, said.words)


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(SYMBOLS)
    return ROOT.sub("sqrt", CONTRACTED.sub(" not", text))


def meaningful(every: list[str]) -> list[str]:
    return [word for word in every if not STOP.fullmatch(word)]


def words_found(term: list[str], answer: list[str]) -> bool:
    """Whether the words of the term stand close together in the answer, and not right after a negation."""
    negated = not NEGATIONS.isdisjoint(term)
    places = [[place for place, said in enumerate(answer) if same(word, said)] for word in term]
    if not all(places):
        return False
    reach = len(term) + SLACK
    for start in sorted({place for some in places for place in some}):
        near = [[p for p in some if start <= p < start + reach] for some in places]
        before = answer[max(0, start - LOOK_BACK) : start]
        if all(near) and (negated or NEGATIONS.isdisjoint(before)):
            return True
    return False


def same(word: str, said: str) -> bool:
    """Whether two words are one, misspelt or in another form."""
    if word == said or (word in NEGATIONS and said in NEGATIONS):
        return True
    if forms_of_one(word, said):
        return True
    if min(len(word), len(said)) <= SHORT or any(c.isdigit() for c in word + said):
        return False
    # Imported here: only a typed answer needs it.
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.normalized_similarity(word, said, score_cutoff=SPELLING) > 0


def forms_of_one(word: str, said: str) -> bool:
    """`scaled` and `scaling`, `concatenate` and `concatenation`."""
    stem = 0
    while stem < min(len(word), len(said)) and word[stem] == said[stem]:
        stem += 1
    return stem >= STEM and all(ENDINGS.fullmatch(one[stem:]) for one in (word, said))


def run(text: str) -> str:
    """The text without spaces, punctuation and Chinese particles."""
    return HAN_STOP.sub("", "".join(c for c in folded(text) if c.isalnum()))


def han_found(term: str, said: str) -> bool:
    """Whether a stretch of the answer is nearly the term, negated as the term is."""
    slips = len(HAN.findall(term)) // HAN_PER_SLIP
    if slips == 0:
        starts = [place.start() for place in re.finditer(re.escape(term), said)]
        return any(alike(term, said, start, start + len(term)) for start in starts)
    # Imported here: only a typed answer needs it.
    from rapidfuzz import fuzz

    cutoff = 100 * (len(term) - slips) / len(term) - 0.1
    place = fuzz.partial_ratio_alignment(term, said, score_cutoff=cutoff)
    if place is None or len(said) < len(term):
        return False
    return alike(term, said, place.dest_start, place.dest_end)


def alike(term: str, said: str, start: int, end: int) -> bool:
    """Whether the stretch, with what stands right before it, is negated if and only if the term is."""
    return has_negation(said[max(0, start - LOOK_BACK) : end]) == has_negation(term)


def has_negation(text: str) -> bool:
    return any(sign in text for sign in HAN_NEGATIONS)
