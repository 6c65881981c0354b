"""Questions 41, 45, 46, 48."""

from __future__ import annotations

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


@drill("gradient-checkpointing", "How often is a layer run forward in one training step")
def _(L, s):
    segments = torch.arange(L).chunk(s)
    forward = sum(len(segment) for segment in segments)
    return forward + sum(len(segment) for segment in segments[:-1])


@drill("gradient-checkpointing", "How many MB are kept when the backward pass has just run")
def _(a, b, L, s):
    """What is kept, layer by layer: an input where a segment begins, and all of the last one."""
    kept = 0
    for number, segment in enumerate(torch.arange(L).chunk(s)):
        for place, _ in enumerate(segment):
            graph = number == s - 1
            kept += a if place == 0 or graph else 0
            kept += b if graph else 0
    return kept


@drill("gradient-checkpointing", "For which number of segments is the sum least")
def _(s, a, b, L):
    """By halving, on how the sum changes with the number of segments."""
    low, high = 1e-3, 1e4
    for _ in range(200):
        middle = torch.tensor((low + high) / 2, requires_grad=True)
        (slope,) = torch.autograd.grad(middle * a + L / middle * b, middle)
        low, high = (low, middle.item()) if slope > 0 else (middle.item(), high)
    return low


@drill("gradient-checkpointing", "by how many percent does a step get longer")
def _(f, g, o):
    before = f + g + o
    return 100 * ((f + f + g + o) / before - 1)


@drill("gradient-checkpointing", "the generator's state isn't restored for the second run")
def _():
    weight = torch.ones(64, requires_grad=True)
    torch.manual_seed(0)
    first, second = (nn.functional.dropout(weight, 0.5) for _ in range(2))
    (gradient,) = torch.autograd.grad(second.sum(), weight)
    torch.manual_seed(0)
    loss_is_right = bool((nn.functional.dropout(weight, 0.5).sum() == first.sum()).item())
    fits = bool((gradient == first.detach()).all())
    return {
        "the loss is right, and": loss_is_right and not fits,
        "the loss is wrong": not loss_is_right and fits,
        "loss and gradients are right": loss_is_right and fits,
        "stops with an error": first.shape != second.shape,
    }
