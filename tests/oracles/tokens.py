"""Byte pair encoding as rustbpe and tiktoken have it, and packed rows as trl has them."""

from __future__ import annotations

import random

from tests.oracles import Oracle, Values
from tests.solutions import load

WORD = r"[a-zé😀]+"
SPLIT = r"[a-zé😀]+| +[a-zé😀]+| +"
LETTERS = "aabbcdeé😀"
SPECIAL = {"<|end|>": 900, "<s>": 901, "</s>": 902}
"""None begins as another does: which of two tiktoken then takes hangs on the order of a hash."""


def drawn_word(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 7)))


def drawn_corpus(seed: int) -> Values:
    """Words that come several times, and how many merges are to be learned."""
    rng = random.Random(seed)
    counts = {drawn_word(rng): rng.randint(1, 9) for _ in range(rng.randint(10, 30))}
    return {"words": list(counts), "counts": list(counts.values()), "merges": rng.randint(8, 30)}


def learned(corpus: Values) -> list[tuple[int, int]]:
    words = [list(word.encode()) for word in corpus["words"]]
    return load(42).train_bpe(words, corpus["counts"], corpus["merges"])


def spelled(merges: list[tuple[int, int]]) -> list[bytes]:
    """The bytes of every token, those of one byte first."""
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    return tokens


def merges_of_rustbpe(corpus: Values) -> Values:
    import rustbpe

    text = [
        f"{word} " * count for word, count in zip(corpus["words"], corpus["counts"], strict=True)
    ]
    tokenizer = rustbpe.Tokenizer()
    tokenizer.train_from_iterator(iter(text), 256 + corpus["merges"], pattern=WORD)
    ranks = sorted(tokenizer.get_mergeable_ranks(), key=lambda pair: pair[1])
    return {"tokens": [bytes(token).hex() for token, _rank in ranks[256:]]}


def merges_of_ours(corpus: Values) -> Values:
    return {"tokens": [token.hex() for token in spelled(learned(corpus))[256:]]}


def drawn_text(seed: int) -> Values:
    """Merges of a corpus, and a text with special tokens in it, some of which are allowed."""
    rng = random.Random(seed)
    corpus = drawn_corpus(seed)
    allowed = rng.sample(list(SPECIAL), rng.randint(1, 3))
    kinds = [lambda: rng.choice(corpus["words"]), lambda: drawn_word(rng)]
    kinds += [lambda: rng.choice(allowed), lambda: " "]
    parts = [rng.choice(kinds)() for _ in range(40)]
    merges = [list(pair) for pair in learned(corpus)]
    tokens = spelled([(left, right) for left, right in merges])
    return {
        "text": "".join(parts),
        "merges": merges,
        "allowed": allowed,
        "ids": [rng.choice([rng.randrange(len(tokens)), *SPECIAL.values()]) for _ in range(20)],
    }


def ids_of_tiktoken(drawn: Values) -> Values:
    import tiktoken

    tokens = spelled([(left, right) for left, right in drawn["merges"]])
    encoding = tiktoken.Encoding(
        "ours",
        pat_str=SPLIT,
        mergeable_ranks={token: rank for rank, token in enumerate(tokens)},
        special_tokens=SPECIAL,
    )
    return {
        "ids": encoding.encode(drawn["text"], allowed_special=set(drawn["allowed"])),
        "text": encoding.decode(drawn["ids"], errors="replace"),
    }


def ids_of_ours(drawn: Values) -> Values:
    ours = load(43)
    return {
        "ids": ours.encode(drawn["text"], drawn["merges"], SPLIT, SPECIAL, drawn["allowed"]),
        "text": ours.decode(drawn["ids"], drawn["merges"], SPECIAL),
    }


def drawn_lengths(seed: int) -> Values:
    rng = random.Random(seed)
    row = rng.randint(20, 60)
    lengths = [rng.randint(1, row * 2 // 3) for _ in range(rng.randint(20, 60))]
    return {"row": row, "lengths": lengths}


def rows_of_trl(drawn: Values) -> Values:
    """How full the rows are; of two rows that are equally full either may take the next example."""
    from datasets import Dataset
    from trl import pack_dataset

    data = Dataset.from_dict({"input_ids": [[7] * length for length in drawn["lengths"]]})
    packed = pack_dataset(data, seq_length=drawn["row"], strategy="bfd")
    return {"full": sorted(map(len, packed["input_ids"]))}


def rows_of_ours(drawn: Values) -> Values:
    bins = load(45).pack(drawn["lengths"], drawn["row"])
    return {"full": sorted(sum(drawn["lengths"][i] for i in members) for members in bins)}


ORACLES = (
    Oracle(42, "rustbpe", "learned merges", drawn_corpus, merges_of_rustbpe, merges_of_ours),
    Oracle(43, "tiktoken", "ids and texts", drawn_text, ids_of_tiktoken, ids_of_ours),
    Oracle(45, "trl", "how full the packed rows are", drawn_lengths, rows_of_trl, rows_of_ours),
)
