"""Byte-pair encoding learned from counted words. Sennrich et al. 2016, section 3.2; on bytes, as in GPT-2."""

from collections import Counter
from itertools import pairwise

Pair = tuple[int, int]


def train_bpe(words: list[list[int]], counts: list[int], num_merges: int) -> list[Pair]:
    """The pairs that are merged, in their order; merge i makes the token 256 + i."""
    if len(words) != len(counts):
        raise ValueError(f"{len(words)} words need as many counts, got {len(counts)}")
    if min(counts, default=0) < 0:
        raise ValueError(f"a count must not be negative, got {min(counts)}")
    merges: list[Pair] = []
    while len(merges) < num_merges:
        totals = pair_totals(words, counts)
        if not totals:
            break
        pair = min(totals, key=lambda p: (-totals[p], p))  # of equally frequent ones the smallest
        words = [merged(word, pair, 256 + len(merges)) for word in words]
        merges.append(pair)
    return merges


def pair_totals(words: list[list[int]], counts: list[int]) -> Counter[Pair]:
    """How often each pair stands side by side in the whole text."""
    totals: Counter[Pair] = Counter()
    for word, count in zip(words, counts, strict=False):
        for pair in pairwise(word):
            totals[pair] += count
    return +totals  # without those that occur only in words with the count 0


def merged(word: list[int], pair: Pair, new: int) -> list[int]:
    """The word with `pair` replaced by the token `new`, from left to right: x x x becomes xx x."""
    result = []
    i = 0
    while i < len(word):
        if tuple(word[i : i + 2]) == pair:
            result.append(new)
            i += 2
        else:
            result.append(word[i])
            i += 1
    return result
