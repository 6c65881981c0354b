"""train_bpe against the BpeTrainer of tokenizers, and merge by merge against the text written out."""

from __future__ import annotations

import json
import random
import re

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from tests.solutions import load

train_bpe = load(42).train_bpe
FIRST = 0x4E00
"""Byte b is spelled chr(FIRST + b), so that the trainer's alphabet is in the order of the bytes."""


def corpus(seed: int) -> tuple[list[list[int]], list[int]]:
    """Different words of few letters, and how often each occurs."""
    chance = random.Random(seed)
    letters = chance.sample(range(256), chance.choice([2, 3, 5, 9]))
    words = {
        tuple(chance.choices(letters, k=chance.randint(1, 9)))
        for _ in range(chance.choice([3, 12, 40]))
    }
    ordered = sorted(words, key=lambda word: (len(word), word))
    return [list(word) for word in ordered], [chance.randint(1, 12) for _ in ordered]


def of_tokenizers(
    words: list[list[int]], counts: list[int], num_merges: int
) -> list[tuple[int, int]]:
    """The merges of BpeTrainer with all bytes as its alphabet: its ids are then ours."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + num_merges,
        initial_alphabet=[chr(FIRST + byte) for byte in range(256)],
        show_progress=False,
    )
    text = ("".join(chr(FIRST + byte) for byte in word) for word in words)
    tokenizer.train_from_iterator(
        (word for word, count in zip(text, counts, strict=True) for _ in range(count)), trainer
    )
    spelled = tokenizer.get_vocab()
    learned = sorted((id, token) for token, id in spelled.items() if id >= 256)
    by_token = {}
    for left, right in merges_of(tokenizer):
        by_token.setdefault(left + right, (spelled[left], spelled[right]))
    assert [spelled[chr(FIRST + byte)] for byte in range(256)] == list(range(256))
    return [by_token[token] for _, token in learned]


def merges_of(tokenizer: Tokenizer) -> list[tuple[str, str]]:
    """As the model is saved: pairs, or in older versions both with a space between."""
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return [tuple(m.split(" ")) if isinstance(m, str) else tuple(m) for m in merges]


@pytest.mark.parametrize("seed", range(40))
def test_the_merges_are_those_of_tokenizers(seed):
    words, counts = corpus(seed)
    num_merges = random.Random(seed).choice([1, 5, 30])
    assert train_bpe(words, counts, num_merges) == of_tokenizers(words, counts, num_merges)


@pytest.mark.parametrize("seed", range(8))
def test_every_merge_is_the_most_frequent_pair_of_the_text_written_out(seed):
    """Tokens as characters, words as often as they occur: counted by looking at every place."""
    words, counts = corpus(100 + seed)
    merges = train_bpe(words, counts, 25)
    text = " ".join(
        "".join(chr(FIRST + byte) for byte in word)
        for word, count in zip(words, counts, strict=True)
        for _ in range(count)
    )
    for i, (left, right) in enumerate(merges):
        totals: dict[tuple[int, int], int] = {}
        for a, b in re.findall(r"(?=(\S)(\S))", text):
            pair = (ord(a) - FIRST, ord(b) - FIRST)
            totals[pair] = totals.get(pair, 0) + 1
        most = max(totals.values())
        assert (left, right) == min(pair for pair, total in totals.items() if total == most)
        text = text.replace(chr(FIRST + left) + chr(FIRST + right), chr(FIRST + 256 + i))
    if len(merges) < 25:
        assert re.findall(r"\S\S", text) == []


@pytest.mark.parametrize("seed", range(8))
def test_no_two_merges_stand_for_the_same_bytes(seed):
    spelled = {byte: (byte,) for byte in range(256)}
    for i, (left, right) in enumerate(train_bpe(*corpus(200 + seed), 60)):
        spelled[256 + i] = spelled[left] + spelled[right]
    assert len(set(spelled.values())) == len(spelled)


@pytest.mark.parametrize(
    ("words", "counts", "num_merges", "merges"),
    [
        ([[7, 7, 7]], [2], 5, [(7, 7), (256, 7)]),
        ([[7] * 4], [1], 5, [(7, 7), (256, 256)]),
        ([[2, 1], [1, 2]], [1, 1], 1, [(1, 2)]),
        ([[1, 2], [3, 4]], [0, 1], 9, [(3, 4)]),
        ([[], [5]], [4, 4], 3, []),
        ([], [], 3, []),
        ([[1, 2]], [1], 0, []),
    ],
)
def test_what_the_task_rules(words, counts, num_merges, merges):
    assert train_bpe(words, counts, num_merges) == merges


@pytest.mark.parametrize(
    ("counts", "said"), [([1], "2 words.*got 1"), ([1, 2, 3], "got 3"), ([4, -2], "got -2")]
)
def test_counts_that_make_no_sense_are_refused(counts, said):
    with pytest.raises(ValueError, match=said):
        train_bpe([[1, 2], [3]], counts, 1)
