"""Merges as training gives them, and texts to encode."""

import re
from collections import Counter
from itertools import pairwise


def learned(draw, text, number):
    """The first `number` merges of a byte-pair encoding of the text, cut into words with their space."""
    words = [list(word.encode()) for word in re.findall(r" ?\S+", text)]
    merges = []
    for new in range(256, 256 + number):
        totals = Counter(pair for word in words for pair in pairwise(word))
        if not totals:
            break
        pair = min(totals, key=lambda p: (-totals[p], p))
        merges.append(list(pair))
        for word in words:
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == pair:
                    word[i : i + 2] = [new]
                i += 1
    return merges


def letters(draw, length, alphabet):
    """A text of so many characters, drawn from the alphabet."""
    return "".join(draw.random.choice(alphabet) for _ in range(length))


def words_pattern(draw):
    """Words, numbers and other characters with the space before them, and what is left of spaces."""
    return r" ?\w+| ?[^\w\s]+|\s+"


def looking_back_pattern(draw):
    """Words as a whole where one begins, and single characters where it doesn't."""
    return r"(?<!\S)\S+|\s+|\S"


def whole_pattern(draw):
    """All of a text as one piece."""
    return r"[\s\S]+"


def characters_pattern(draw):
    """Letters two by two, everything else alone."""
    return r"\w\w|[\s\S]"


def empty_pieces_pattern(draw):
    """Words, other characters, and an empty piece wherever no word begins."""
    return r"\w*|[^\w]"
