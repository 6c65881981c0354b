"""Questions 42, 43, 52."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import torch
from torch import nn

from tests.drills.recomputed import bytes_of, drill, parameters, shape_of, told


def merged(tokens, merges):
    """The tokens with the pairs joined, those learned first before others."""
    for pair in merges:
        joined, place = [], 0
        while place < len(tokens):
            fits = tuple(tokens[place : place + 2]) == pair
            joined.append("".join(pair) if fits else tokens[place])
            place += 1 + fits
        tokens = joined
    return tokens


@drill("bpe-training", "How many merges are trained")
def _(V, s):
    merges = 0
    while 256 + s + merges < V:
        merges += 1
    return merges


@drill("bpe-training", "How often is the pair (a, a) counted")
def _(n, k):
    return sum(Counter(pairwise("a" * n))["a", "a"] for _ in range(k))


@drill("bpe-training", "How many tokens are left")
def _(n):
    return len(merged(["a"] * n, [("a", "a"), ("aa", "aa")]))


@drill("bpe-training", "How many bytes can the token of merge number {m} have")
def _(m):
    """Each merge joins the longest token there is with itself."""
    longest = 1
    for _ in range(m):
        longest += longest
    return longest


@drill("bpe-training", "which pairs of this word lose a count")
def _():
    before, after = (Counter(pairwise(word)) for word in (list("xaby"), ["x", "ab", "y"]))
    lost = set(before - after) - {("a", "b")}
    return {
        "(x, a) and (b, y)": lost == {("x", "a"), ("b", "y")},
        "(x, b) and (a, y)": lost == {("x", "b"), ("a", "y")},
        "keep their pairs": not lost,
        "only (x, a)": lost == {("x", "a")},
    }


@drill("bpe-encoding", "and {m} ASCII letters that no merge joins take")
def _(n, m):
    return len(("中" * n + "a" * m).encode())


@drill("bpe-encoding", "How many tokens does it become")
def _(n):
    return len(merged(list("abc" * n), [("b", "c"), ("a", "b"), ("ab", "c")]))


@drill("bpe-encoding", "How many replacement characters appear")
def _(c):
    text = "".join(bytes([b]).decode(errors="replace") for b in ("中" * c).encode())
    return text.count("\ufffd")


told("bpe-encoding", "In which order are the pairs of a piece joined")
told("bpe-encoding", "A chat server builds one string")


@drill("lora", "with LoRA adapters of rank {r}. How many parameters")
def _(L, n, i, o, r):
    adapter = [lambda: nn.Linear(i, r, bias=False), lambda: nn.Linear(r, o, bias=False)]
    return L * n * parameters(*adapter)


@drill("lora", "with `rslora=True`")
def _(a, r):
    return a / r**0.5


@drill("lora", "and the frozen ones stay in bfloat16")
def _(N, m):
    frozen = bytes_of([(N * 10**9,)], torch.bfloat16)
    return (frozen + 16 * m * 10**6) / 1e9


@drill("lora", "What is the shape of `x @ lora_a.T`")
def _(i, o, r, B, T):
    return shape_of(torch.empty(B, T, i) @ torch.empty(r, i).T)


@drill("lora", "What happens in the first step of training")
def _():
    lora_a, lora_b = torch.randn(2, 4, requires_grad=True), torch.zeros(3, 2, requires_grad=True)
    (torch.randn(5, 4) @ lora_a.T @ lora_b.T * torch.randn(5, 3)).sum().backward()
    of_a, of_b = (bool(one.grad.any()) for one in (lora_a, lora_b))
    return {
        "both have one": of_a and of_b,
        "neither has one": not of_a and not of_b,
        "only `lora_a`": of_a and not of_b,
        "only `lora_b`": of_b and not of_a,
    }
