"""encode against the BPE of tokenizers, plain and with special tokens; decode against bytes; and there and back."""

from __future__ import annotations

import random
import re

import pytest
from tokenizers import AddedToken, Tokenizer, models

from tests.solutions import load

encode, decode = load(43).encode, load(43).decode
train_bpe = load(42).train_bpe
FIRST = 0x4E00
"""Byte b is spelled chr(FIRST + b) for tokenizers."""
WORDS = r" ?\w+| ?[^\w\s]+|\s+"
WHOLE = r"[\s\S]+"
ALPHABETS = ["ab", "aab c", "abcde ", "你好世 界é🙂", "a1 .,!\n", "ab<|>"]
SPECIAL = ["<|end|>", "<|start|>", "<|", "<|end|>a", "好", "b"]


def drawn(seed: int) -> tuple[str, list[list[int]]]:
    """A text, and merges learned on another one of the same letters."""
    chance = random.Random(seed)
    letters = ALPHABETS[seed % len(ALPHABETS)]
    seen, text = ("".join(chance.choices(letters, k=k)) for k in (150, 60))
    words = [list(piece.encode()) for piece in re.findall(WORDS, seen)]
    merges = train_bpe(words, [1] * len(words), chance.choice([0, 5, 40]))
    return text, [list(pair) for pair in merges]


def spelled_out(data: bytes) -> str:
    return "".join(chr(FIRST + byte) for byte in data)


def of_tokenizers(merges: list[list[int]]) -> Tokenizer:
    """A BPE with the same ids. It has no pattern: what it is given is one piece."""
    tokens = [chr(FIRST + byte) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    pairs = [(tokens[left], tokens[right]) for left, right in merges]
    return Tokenizer(models.BPE({token: id for id, token in enumerate(tokens)}, pairs))


@pytest.mark.parametrize("seed", range(60))
def test_pieces_are_encoded_as_by_tokenizers(seed):
    text, merges = drawn(seed)
    oracle = of_tokenizers(merges)
    pieces = re.findall(WORDS, text)
    assert "".join(pieces) == text
    expected = [id for p in pieces for id in oracle.encode(spelled_out(p.encode())).ids]
    assert encode(text, merges, WORDS, {}, []) == expected


@pytest.mark.parametrize("seed", range(60))
def test_special_tokens_are_cut_out_as_by_tokenizers(seed):
    """Some begin alike and some stand in others: theirs takes the leftmost and of these the longest."""
    text, merges = drawn(seed)
    chance = random.Random(seed)
    chosen = chance.sample(SPECIAL, chance.randint(1, len(SPECIAL)))
    for token in chance.choices(chosen, k=6):
        place = chance.randint(0, len(text))
        text = text[:place] + token + text[place:]
    oracle = of_tokenizers(merges)
    first = oracle.get_vocab_size()
    named = {token: spelled_out(token.encode()) for token in chosen}
    known = {s for s in named.values() if oracle.token_to_id(s) is not None}
    if known:  # theirs would give such a special token the id that its text has already
        chosen = [token for token in chosen if named[token] not in known]
    oracle.add_special_tokens([AddedToken(named[token], normalized=False) for token in chosen])
    special = {token: oracle.token_to_id(named[token]) for token in chosen}
    assert sorted(special.values()) == list(range(first, first + len(chosen)))
    expected = oracle.encode(spelled_out(text.encode())).ids
    assert encode(text, merges, WHOLE, special, chosen) == expected


@pytest.mark.parametrize("seed", range(30))
def test_there_and_back(seed):
    text, merges = drawn(seed)
    special = {"<|end|>": 1000, "b": 1001}
    ids = encode(text, merges, WORDS, special, list(special))
    assert decode(ids, merges, special) == text
    if merges and "b" not in text:
        assert len(ids) < len(text.encode())


@pytest.mark.parametrize("seed", range(30))
def test_any_bytes_are_decoded_as_python_decodes_them(seed):
    chance = random.Random(seed)
    merges = [[chance.randrange(256 + i), chance.randrange(256 + i)] for i in range(12)]
    spelled = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        spelled.append(spelled[left] + spelled[right])
    ids = chance.choices(range(268), k=20)
    expected = b"".join(spelled[id] for id in ids).decode("utf-8", errors="replace")
    assert decode(ids, merges, {}) == expected


@pytest.mark.parametrize(
    ("text", "special", "allowed", "found"),
    [
        ("a<s>", {"<s>": 300}, [], "<s>"),
        ("<s><t>", {"<s>": 300, "<t>": 301}, ["<s>"], "<t>"),
        ("a<s>x", {"<s>": 300, "<s>x": 301}, ["<s>"], "<s>x"),
    ],
)
def test_a_special_token_that_is_not_allowed_is_refused(text, special, allowed, found):
    with pytest.raises(ValueError, match=f"'{found}'"):
        encode(text, [], WORDS, special, allowed)


def test_what_stands_within_a_special_token_is_not_refused():
    assert encode("[x[y]]", [], WORDS, {"[y]": 300, "[x[y]]": 301}, ["[x[y]]"]) == [301]


@pytest.mark.parametrize("id", [-1, 257, 299, 301])
def test_an_id_without_a_token_is_refused(id):
    with pytest.raises(ValueError, match=f"id {id}"):
        decode([97, id], [[97, 98]], {"<s>": 300})
