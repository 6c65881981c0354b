"""Questions 41, 45, 46, 49."""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import nn

from tests.drills.recomputed import drill, parameters, told


@drill("decoder-model", "and two RMSNorms. How many parameters")
def _(D, H, G, F):
    d = D // H
    layers = [(D, H * d), (D, G * d), (D, G * d), (H * d, D), (D, F), (D, F), (F, D)]
    linear = (lambda sizes=sizes: nn.Linear(*sizes, bias=False) for sizes in layers)
    return parameters(*linear, lambda: nn.RMSNorm(D), lambda: nn.RMSNorm(D))


@drill("decoder-model", "does one token cost forward")
def _(L, P, D, V):
    """A multiplication and an addition for each weight that is multiplied; embeddings are looked up."""
    return sum(2 * weights for weights in [*[P * 10**6] * L, D * V]) / 1e9


@drill("decoder-model", "in units of 10²¹")
def _(N, T):
    """Forward two for each weight and token, backward twice as many."""
    forward = 2 * N * T * 10**18
    return (forward + 2 * forward) / 1e21


told("decoder-model", "leave the logits of a Llama-like model")


@drill("packed-fine-tuning", "What share of the tokens is padding")
def _(a, b, c, e):
    lengths = torch.tensor([a, b, c, e])
    padding = torch.arange(a)[None] >= lengths[:, None]
    return 100 * float(padding.double().mean())


@drill("packed-fine-tuning", "How many labels count")
def _(m, p, n):
    """Those of the answers and their ends; each is predicted by what stands before it."""
    row = [part for _ in range(m) for part in ["prompt"] * p + ["answer"] * n + ["end"]]
    return sum(part != "prompt" for part in row[1:])


@drill("packed-fine-tuning", "does its document mask allow")
def _(a, b, c):
    document = torch.tensor([0] * a + [1] * b + [2] * c)
    same = document[:, None] == document[None]
    return int((same & torch.ones_like(same).tril()).sum())


@drill("packed-fine-tuning", "Where does it go")
def _():
    rooms, size = [4, 2], 2
    fitting = [row for row, room in enumerate(rooms) if room >= size]
    first, best = fitting[0], min(fitting, key=lambda row: rooms[row])
    return {
        "best fit: into the first": best == 0,
        "best fit: into the second": best == 1,
        "first fit: into a new row": not fitting,
        "first fit: into the first": first == 0,
    }


told("packed-fine-tuning", "with an ordinary causal mask")


@drill("mixed-precision-step", "The scale is then two to the power of what")
def _(a, n, x, y):
    exponent, good = a, 0
    for overflow in [*[False] * x, True, *[False] * y]:
        good = 0 if overflow else good + 1
        exponent -= overflow
        if good == n:
            exponent, good = exponent + 1, 0
    return exponent


@drill("mixed-precision-step", "By how many labels is the sum of all losses divided")
def _(g, m, b, t, s):
    unlabelled = t * s // 100
    return sum(t - unlabelled for _sequence in range(g * m * b))


@drill("mixed-precision-step", "By how much is the mean of both means above")
def _(n, u, m, w):
    losses = [torch.full((n,), u), torch.full((m,), w)]
    means = torch.stack([loss.mean() for loss in losses])
    return float(means.mean() - torch.cat(losses).mean())


@drill("mixed-precision-step", "How many powers of two can serve as the loss scale")
def _(k, j):
    def kept(gradient, scale):
        held = torch.tensor(gradient * scale).half()
        return bool(held.isfinite()) and float(held) == gradient * scale

    return sum(kept(2.0**-k, 2.0**s) and kept(2.0**j, 2.0**s) for s in range(-40, 40))


told("mixed-precision-step", "may a skipped step still change")


@drill("logits-processors", "How many times as likely as B is A afterwards")
def _(r, n, a, b):
    logits = torch.tensor([math.log(r) - a - sum(b for _ in range(n)), 0.0])
    after = logits.softmax(0)
    return float(after[0] / after[1])


@drill("logits-processors", "By how much does each fall with a repetition penalty")
def _(x, y, t):
    """Divided where it is positive, multiplied where it is negative."""
    before = torch.tensor([x, -y])
    return float((before - torch.where(before > 0, before / t, before * t)).sum())


@drill("logits-processors", "must a token have at temperature 1 in order to stay")
def _(p, t):
    """By halving: the smallest share that is kept, of a largest probability of 1."""
    low, high = 0.0, 1.0
    for _ in range(80):
        share = (low + high) / 2
        warm = (torch.tensor([1.0, share]).log() / t).exp()
        low, high = (low, share) if warm[1] >= p * warm[0] else (share, high)
    return high


@drill("logits-processors", "Which tokens does a ban of bigrams forbid next")
def _():
    text = ["the", "cat", "saw", "the", "dog", "and", "the"]
    bigrams = set(pairwise(text))
    return {word: (text[-1], word) in bigrams for word in ("and", "cat", "dog", "saw", "the")}


told("logits-processors", "A chat model has a frequency penalty of 0.5")
