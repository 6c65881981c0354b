"""Spans against a search over all of them and transformers' decoding; text against a tokenizer."""

from __future__ import annotations

import itertools
import math
import random

import pytest
import torch
from tokenizers import Encoding, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing
from torch import Tensor

from tests.solutions import load

best_spans, span_text = load(25).best_spans, load(25).span_text
SIZES = [(1, 2), (1, 6), (3, 9), (7, 7), (20, 13)]
THRESHOLDS = [-math.inf, -1.5, 0.0, 0.7, math.inf]
sizes = pytest.mark.parametrize(("B", "T"), SIZES)


def draw(B: int, T: int) -> tuple[Tensor, Tensor, Tensor]:
    """Logits, and a passage somewhere behind position 0 of each row, in some rows of no length."""
    mask = torch.zeros(B, T, dtype=torch.bool)
    for row in mask:
        first, behind = sorted(torch.randint(1, T + 1, (2,)).tolist())
        row[first:behind] = True
    start, end = 2 * torch.randn(2, B, T, dtype=torch.float64)
    return start, end, mask


def searched(start: Tensor, end: Tensor, mask: Tensor, max_len: int, threshold: float):
    """One row, by trying every pair of positions in the order of start, then end."""
    null = float(start[0] + end[0])
    spans = [
        (i, j)
        for i, j in itertools.product(range(len(mask)), repeat=2)
        if 0 <= j - i < max_len and mask[i : j + 1].all()
    ]
    scores = [float(start[i] + end[j]) for i, j in spans]
    if not spans or max(scores) <= null + threshold:
        return 0, 0, null
    return *spans[scores.index(max(scores))], max(scores)


def compare(start: Tensor, end: Tensor, mask: Tensor, max_len: int, threshold: float) -> None:
    got = best_spans(start, end, mask, max_len, threshold)
    assert [t.dtype for t in got] == [torch.int64, torch.int64, torch.float64]
    rows = [searched(*row, max_len, threshold) for row in zip(start, end, mask, strict=True)]
    assert list(zip(*(t.tolist() for t in got), strict=True)) == rows


@sizes
@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize("max_len", [1, 2, 4, 50])
def test_as_a_search_over_all_spans(B, T, max_len, threshold):
    torch.manual_seed(B * T + max_len)
    compare(*draw(B, T), max_len, threshold)


@pytest.mark.parametrize("seed", range(6))
def test_ties(seed):
    """Logits of 0, 1 and 2 make many spans equal, and many equal to null score plus threshold."""
    torch.manual_seed(seed)
    _, _, mask = draw(20, 9)
    start, end = torch.randint(3, (2, 20, 9)).double()
    compare(start, end, mask, 3, float(seed % 3))


@pytest.mark.parametrize("max_len", [1, 3, 40])
@pytest.mark.parametrize("impossible", [False, True])
def test_as_transformers_decodes(max_len, impossible):
    """Its pipeline multiplies probabilities; the order, and a threshold of 0, are the same."""
    decoding = pytest.importorskip("transformers.pipelines.document_question_answering")
    torch.manual_seed(max_len)
    B, T = 12, 10
    start, end, mask = draw(B, T)
    start[:4, 0] += 4  # some rows without an answer
    mask[:, T - 1] |= ~mask.any(1)
    starts, ends, scores = best_spans(start, end, mask, max_len, 0.0 if impossible else -math.inf)
    for row in range(B):
        usable = mask[row].clone()
        usable[0] = True  # its mask leaves [CLS] in, for the null score
        theirs = decoding.select_starts_ends(
            start[row : row + 1].numpy(),
            end[row : row + 1].numpy(),
            (~usable).long()[None].numpy(),
            None,
            handle_impossible_answer=impossible,
            max_answer_len=max_len,
        )
        (first,), (last,), (probability,), null = theirs
        if impossible and null >= probability:
            first = last = 0
        assert (starts[row].item(), ends[row].item()) == (first, last)
        torch.testing.assert_close(scores[row], start[row, first] + end[row, last])
    assert bool((starts == 0).any()) == impossible


@pytest.mark.parametrize("max_len", [0, -2])
def test_an_answer_has_a_token(max_len):
    with pytest.raises(ValueError, match=str(max_len)):
        best_spans(torch.zeros(1, 3), torch.zeros(1, 3), torch.ones(1, 3).bool(), max_len, 0.0)


LETTERS = "aBcdé0ß谷歌問"


def encoded(question: str, passage: str) -> Encoding:
    """Every character a token of its own, but for a few pairs, in `[CLS] question [SEP] passage [SEP]`."""
    pieces = ["[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), ",", "."]
    pieces += ["aB", "##aB", "dé", "##dé", "谷歌"]
    tokenizer = Tokenizer(WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return tokenizer.encode(question, passage)


def passage(rng: random.Random) -> str:
    words = ["".join(rng.choices(LETTERS, k=rng.randint(1, 6))) for _ in range(8)]
    return rng.choice(["", "  "]) + "".join(w + rng.choice([" ", "  ", "\n", ", "]) for w in words)


@pytest.mark.parametrize("seed", range(8))
def test_text_of_every_span_a_tokenizer_finds(seed):
    """From any character to any later one: the text holds both, and ends where their tokens do."""
    text = passage(random.Random(seed))
    encoding = encoded("B0 aB谷", text)
    token = {c: encoding.char_to_token(c, 1) for c in range(len(text)) if not text[c].isspace()}
    for a, b in itertools.combinations_with_replacement(token, 2):
        characters = [
            c for c in range(len(text)) if a <= c <= b or token.get(c) in (token[a], token[b])
        ]
        wanted = "".join(text[c] for c in characters)
        assert span_text(text, encoding.offsets, token[a], token[b]) == wanted


@pytest.mark.parametrize("seed", range(8))
def test_an_answer_marked_in_the_passage_comes_back(seed):
    """From characters to tokens by the tokenizer, from tokens to characters by ours."""
    rng = random.Random(seed)
    text = passage(rng)
    encoding = encoded("c é", text)
    T, m = len(encoding), 9
    i = rng.choice([t for t in range(T) if encoding.sequence_ids[t] == 1])
    j = min(i + rng.randrange(m), T - 2)
    torch.manual_seed(seed)
    start, end = torch.randn(2, 1, T, dtype=torch.float64)
    start[0, i] += 12
    end[0, j] += 12
    mask = torch.tensor([[s == 1 for s in encoding.sequence_ids]])
    (first,), (last,), _ = (t.tolist() for t in best_spans(start, end, mask, m, 0.0))
    piece = slice(encoding.token_to_chars(i)[0], encoding.token_to_chars(j)[1])
    assert span_text(text, encoding.offsets, first, last) == text[piece]
    (first,), (last,), _ = (t.tolist() for t in best_spans(start, end, mask, m, 40.0))
    assert span_text(text, encoding.offsets, first, last) == ""


@pytest.mark.parametrize("span", [(3, 2), (-1, 2), (-3, -1), (2, 5), (5, 5)])
def test_impossible_spans(span):
    with pytest.raises(ValueError, match=rf"{span[0]}.*{span[1]}.*5"):
        span_text("one two three", [(0, 0), (0, 3), (4, 7), (8, 13), (0, 0)], *span)
