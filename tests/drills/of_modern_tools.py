"""Questions 42, 43, 52, 53, 54."""

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


@drill("int8-quantization", "with one scale in float32 for each output")
def _(o, i):
    return bytes_of([(o, i)], torch.int8) + bytes_of([(o,)], torch.float32)


@drill("int8-quantization", "By how much can a number of this row be wrong at most")
def _(a):
    """Halfway between two codes it is as far from both."""
    codes = torch.linspace(-a, a, 255)
    return float((codes[1:] - codes[:-1]).max() / 2)


@drill("int8-quantization", "Which code is the zero point")
def _(l, h):  # noqa: E741
    codes = torch.linspace(-l, h, 256)
    return int(codes.abs().argmin())


@drill("int8-quantization", "How many products of two codes can surely be summed")
def _(b):
    sums = torch.arange(1, 1000) * 127 * 127
    return int((sums < 2 ** (b - 1)).sum())


@drill("int8-quantization", "How many different codes can the others have at most")
def _(u, a):
    others = torch.linspace(-a, a, 10001)
    return len((others * (127 / u)).round().unique())


@drill("int8-quantization", "Which scales can be applied after the sum")
def _():
    x, w = torch.rand(3, 4), torch.rand(5, 4)

    def leaves(of_x, of_w):
        factors = (of_x * torch.ones_like(x)) @ (of_w * torch.ones_like(w)).T / 4
        return torch.allclose((x * of_x) @ (w * of_w).T, x @ w.T * factors)

    return {
        "each token": leaves(torch.rand(3, 1), 1.0),
        "each output": leaves(1.0, torch.rand(5, 1)),
        "whole tensor": leaves(torch.rand(()), torch.rand(())),
        "each input feature": leaves(torch.rand(4), 1.0),
    }


@drill("nf4-quantization", "The absmaxes are quantized as well")
def _(b, c):
    """Of as many weights as one float32 of the second step is for."""
    bits = 4 * b * c + 8 * c + 32
    return bits / (b * c)


@drill("nf4-quantization", "How many bytes are that")
def _(n, m, b):
    codes = bytes_of([(n * m // 2,)], torch.uint8)
    blocks = len(torch.empty(n * m, device="meta").split(b))
    return codes + bytes_of([(blocks,)], torch.float32)


@drill("nf4-quantization", "Which code has the first of its two weights")
def _(v):
    return int(f"{v:08b}"[:4], 2)


@drill("nf4-quantization", "How far can a weight be from what it becomes")
def _(a):
    """The text has the widest gap, with four decimals of its lower end."""
    return a * (-0.6962 - (-1)) / 2


@drill("nf4-quantization", "In each of two matrices one weight becomes a hundred times as large")
def _():
    torch.manual_seed(0)
    even = torch.linspace(-1, 1, 1024)
    even[500] = 100.0
    whole = even / even.abs().max()
    blocks = (even.view(-1, 64) / even.view(-1, 64).abs().amax(1, keepdim=True)).flatten()
    near = 0.0796 / 2  # half of the smallest positive level: below it a weight becomes 0
    zeros_whole, zeros_blocks = ((part.abs() < near).sum().item() for part in (whole, blocks))
    others = torch.cat([blocks[:448], blocks[512:]])  # without the outlier's own block
    return {
        "with blocks the 63": zeros_whole == 1023
        and (others.abs() < near).sum() < 50 < zeros_blocks,
        "in both nearly all": zeros_blocks > 1000,
        "of the same row": zeros_whole < 1023,
        "the 63 of the same block as well": zeros_blocks < 63,
    }
