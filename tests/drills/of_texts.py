"""Questions 22, 23, 24, 26, 29."""

from __future__ import annotations

import math
from itertools import combinations

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from tests.drills.of_tasks import f1
from tests.drills.recomputed import bytes_of, drill, shape_of, told


@drill("summarization", "What is the shape of the sentence vectors")
def _(B, T, D, N):
    hidden, places = torch.empty(B, T, D, device="meta"), torch.zeros(B, N, dtype=torch.long)
    rows = torch.arange(B)[:, None]
    return shape_of(hidden[rows.to("meta"), places.to("meta")])


@drill("summarization", "How many tokens does BertSum's input have")
def _(n, w):
    pieces = [w // n + (number < w % n) for number in range(n)]
    return len([token for count in pieces for token in ["[CLS]", *["piece"] * count, "[SEP]"]])


@drill("summarization", "How many trigrams does a sentence")
def _(m):
    words = list(range(m))
    return len(list(zip(words, words[1:], words[2:], strict=False)))


@drill("summarization", "Which of these sentences does trigram blocking skip")
def _():
    def trigrams(text):
        words = text.split()
        return set(zip(words, words[1:], words[2:], strict=False))

    summary = trigrams("the cat sat on the mat")
    sentences = (
        "a cat and a dog sat on the roof",
        "a cat on the sofa sat down",
        "nobody knows why the cat sat there",
        "the dog sat near the mat",
        "the mat and the cat",
    )
    return {text: bool(trigrams(text) & summary) for text in sentences}


@drill("summarization", "What is Cohen's kappa")
def _(o, e):
    """Of the agreement that chance leaves room for, the share that there is, in 100 summaries."""
    return (o - e) / (100 - e)


def longest_first(n, m, max_len):
    """What is left of two texts with [CLS], [SEP] and [SEP], a token taken from the longer at a time."""
    while n + m + 3 > max_len:
        n, m = (n - 1, m) if n > m else (n, m - 1)
    return n, m


@drill("text-matching", "How many tokens of B are left")
def _(n, m, L):
    return longest_first(n, m, L)[1]


@drill("text-matching", "How many tokens of A are left")
def _(n, m, L):
    return longest_first(n, m, L)[0]


@drill("text-matching", "A cross-encoder has to find the most similar two")
def _(n):
    return sum(1 for _ in combinations(range(n), 2))


told("text-matching", "`tokenizer([text1, text2], padding=True)`")


@drill("sentiment-polarity", "the balanced weight of neutral")
def _(n, m, K):
    """The weight with which each class has an equal part of all n examples."""
    return (n / K) / m


@drill("sentiment-polarity", "as `F.cross_entropy(weight=…)` computes it")
def _(a, b, w):
    """Three classes; the logits are log-probabilities that give the two losses."""
    rows = [(math.exp(-a), 1), (math.exp(-b), 2)]
    logits = torch.full((2, 3), -torch.inf)
    for row, (chance, label) in zip(logits, rows, strict=True):
        row[label], row[0] = math.log(chance), math.log(1 - chance)
    return float(F.cross_entropy(logits, torch.tensor([1, 2]), weight=torch.tensor([1.0, 0.5, w])))


@drill("sentiment-polarity", "A model calls everything positive")
def _(p):
    """A hundred examples; how the others are shared out is no matter."""
    labels = ["positive"] * p + ["negative"] * ((100 - p) // 2)
    labels += ["neutral"] * (100 - len(labels))
    classes = ("negative", "neutral", "positive")
    return sum(f1([(label == c, c == "positive") for label in labels]) for c in classes) / 3


@drill("sentiment-polarity", "one example per batch")
def _():
    logits, label = torch.randn(1, 3), torch.tensor([2])

    def gradient(weight):
        x = logits.clone().requires_grad_()
        F.cross_entropy(x, label, weight=torch.tensor(weight)).backward()
        return x.grad

    plain, weighted = gradient([1.0, 1.0, 1.0]), gradient([0.2, 1.0, 5.0])
    return {
        "Nothing, because they cancel": torch.allclose(plain, weighted),
        "as with large batches": torch.allclose(5 * plain, weighted),
        "zero for frequent classes": bool((weighted == 0).all()),
        "scale the learning rate": not torch.allclose(plain, weighted),
    }


@drill("sentiment-polarity", "What is the corrected probability in percent")
def _(p, s):
    """Reviews that look like this one: of two classes of 100 each, then of s and 100 - s."""
    negative, positive = p / 100, (100 - p) / 100
    return 100 * negative * s / (negative * s + positive * (100 - s))


@drill("semantic-similarity", "How many GB (10⁹ bytes) is the index")
def _(N, D, b):
    of_bits = {8: torch.int8, 16: torch.float16, 32: torch.float32}
    return bytes_of([(N, D)], of_bits[b]) / 10**9


@drill("semantic-similarity", "the matrix of all cosines")
def _(N, M, D):
    a, b = torch.ones(N, D), torch.ones(M, D)
    return shape_of(F.cosine_similarity(a[:, None], b[None], dim=-1))


@drill("semantic-similarity", "gives every pair the same cosine")
def _(N):
    return float(F.cross_entropy(torch.full((N, N), 0.3), torch.arange(N)))


told("semantic-similarity", "You have only an untuned BERT")


@drill("semantic-similarity", "In late interaction a query has two tokens")
def _(a, b, c, d, e, f):
    return float(torch.tensor([[a, b, c], [d, e, f]]).amax(-1).sum())


def windows(n, places, step):
    """The tokens that each window has, until one has the last; two places are for [CLS] and [SEP]."""
    found = [range(min(n, places - 2))]
    while found[-1].stop < n:
        begin = len(found) * step
        found.append(range(begin, min(n, begin + places - 2)))
    return found


@drill("long-text-classification", "How many windows are there")
def _(n, s):
    return len(windows(n, 512, s))


@drill("long-text-classification", "How many tokens do two full neighbours share")
def _(w, s):
    first, second, *_ = windows(10 * w, w, s)
    return len(set(first) & set(second))


@drill("long-text-classification", "read in windows of {w} without overlap")
def _(n, w):
    within = sum(min(w, n - begin) ** 2 for begin in range(0, n, w))
    return n * n / within


@drill("long-text-classification", "`max_length=512, stride=128, return_overflowing_tokens=True`")
def _():
    tokenizer = Tokenizer(WordLevel({str(n): n for n in range(2000)}, unk_token="0"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.enable_truncation(512, stride=128)
    encoded = tokenizer.encode(" ".join(map(str, range(2000))))
    first, second = encoded.ids, encoded.overflowing[0].ids
    return {
        "are skipped": second[0] - first[-1] - 1 == 128,
        "each window has 128": len(first) == 128,
        "share 128 tokens": len(set(first) & set(second)) == 128,
        "start 128 tokens apart": second[0] - first[0] == 128,
    }


@drill("long-text-classification", "What share of the query-key pairs of full attention")
def _(L, T, w):
    pairs = [T * T if layer % 3 == 0 else T * w for layer in range(L)]
    return 100 * sum(pairs) / (L * T * T)
