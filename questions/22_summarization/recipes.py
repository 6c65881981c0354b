"""Documents with chosen repetitions, and scores with a chosen ranking."""

from __future__ import annotations

import torch

FIRST = ("ba", "do", "fi", "ki", "lu", "me")
SECOND = ("dan", "fel", "mor", "nis", "tug")
WORDS = [first + second for first in FIRST for second in SECOND]


def told(draw, *documents):
    """Each document is a list of sentences such as 'a b c'; each letter becomes a word, drawn anew."""
    words = draw.random.sample(WORDS, len(WORDS))
    letters = dict(zip("abcdefghijklmnopqrstuvwxyz", words, strict=False))
    return [[[letters[c] for c in text.split()] for text in document] for document in documents]


def ranked(draw, *documents):
    """Scores (B, N): each document lists its sentences from best to worst; some scores are negative."""
    rows = []
    for order in documents:
        steps = draw.rand(len(order)) + 0.1
        row = torch.empty(len(order), dtype=torch.float64)
        row[torch.tensor(order)] = 0.6 * steps.sum() - steps.cumsum(0)
        rows.append(row)
    return torch.stack(rows)


def babble(draw, B, N, vocabulary, longest):
    """Documents of N random sentences, each 3 to `longest` words from a small vocabulary."""
    words = draw.random.sample(WORDS, vocabulary)
    sentence = lambda: draw.random.choices(words, k=draw.random.randint(3, longest))  # noqa: E731
    return [[sentence() for _ in range(N)] for _ in range(B)]


def emptied(draw, documents, mask):
    """The documents with an empty list of words where the mask is False."""
    return [
        [words if real else [] for words, real in zip(document, row, strict=True)]
        for document, row in zip(documents, mask.tolist(), strict=True)
    ]
