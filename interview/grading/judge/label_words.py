"""What the name of a parameter says of its part: `self_attention.to_kv` is the key and the value of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

LETTERS = {
    **dict.fromkeys(("query", "queries"), "q"),
    **dict.fromkeys(("key", "keys"), "k"),
    **dict.fromkeys(("value", "values", "val"), "v"),
    **dict.fromkeys(("out", "output"), "o"),
}
ONE_WORD = {
    **LETTERS,
    **dict.fromkeys(("multihead", "encdec", "memory", "mem", "source", "src"), "cross"),
    **dict.fromkeys(("masked", "causal"), "self"),
    **dict.fromkeys(("words", "token", "tokens", "tok", "vocab", "wte"), "word"),
    **dict.fromkeys(("pos", "positions", "positional", "wpe"), "position"),
    **dict.fromkeys(("segments", "seg", "type", "tokentype"), "segment"),
    **dict.fromkeys(("ln", "layernorm", "norms"), "norm"),
    **dict.fromkeys(("attention", "mha"), "attn"),
    **dict.fromkeys(("gamma", "scale", "weight", "g"), "w"),
    **dict.fromkeys(("beta", "shift", "bias"), "b"),
    **dict.fromkeys(("embedding", "embeddings", "emb"), "embed"),
}
ROLES = (
    frozenset("qkvo"),
    frozenset({"self", "cross"}),
    frozenset({"word", "position", "segment"}),
)
"""Of each family a name that says one does not mean another."""
SOME_LETTERS = re.compile(r"(?:to|w|b|u|proj|lin)?([qkvo]{1,4})")
PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def label_words(label: str) -> frozenset[str]:
    """What stands in a name, each thing by one word."""
    return frozenset(word for piece in pieces_of(label) for word in words_of_piece(piece))


def pieces_of(label: str) -> Iterator[str]:
    steps = (step for step in label.split(".") if not step.isdigit())  # 0 is the first of a list
    spelt = re.sub(r"(?i)token_?type", "tokentype", ".".join(steps))
    spelt = re.sub(r"(?i)(layer)_(norm)", r"\1\2", spelt)
    for piece in PIECES.findall(spelt):
        yield piece.lower()


def words_of_piece(piece: str) -> Iterator[str]:
    letters = letters_in(piece)
    if letters:
        yield from letters
        if piece[0] in "wb":
            yield piece[0]
    else:
        yield ONE_WORD.get(piece, piece)


def letters_in(piece: str) -> str:
    """`qkv` of `qkv`, `to_qkv` and `Wqkv`; nothing where it says something else."""
    match = SOME_LETTERS.fullmatch(piece)
    letters = LETTERS.get(piece, match[1] if match else "")
    return letters if len(set(letters)) == len(letters) else ""


def order_of_letters(label: str) -> str:
    """The letters of q, k, v and o in the order in which a name has them."""
    return "".join(dict.fromkeys("".join(map(letters_in, pieces_of(label)))))


def contradicts(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names say that they are different things."""
    return any(one & family and other & family and not one & other & family for family in ROLES)
