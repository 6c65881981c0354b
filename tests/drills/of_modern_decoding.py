"""Questions 49, 50, 55."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import nn

from tests.drills.recomputed import drill, parameters, told


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


@drill("speculative-decoding", "How many passes of the large model does a text of {n} tokens take")
def _(g, a, n):
    """By the round: the first rejection is at some place, or nowhere."""
    mean, reached = 0.0, 1.0
    for accepted in range(g):
        mean += reached * (1 - a) * (accepted + 1)
        reached *= a
    return n / (mean + reached * (g + 1))


@drill("speculative-decoding", "With which probability is a draft accepted")
def _(x, y):
    q, p = torch.tensor([x, 0.2, 0.8 - x]), torch.tensor([y, 0.5, 0.5 - y])
    return float((q * (p / q).clamp(max=1)).sum())


@drill("speculative-decoding", "With which probability is A drawn in its place")
def _(a, b, c):
    p, q = torch.tensor([a, b, 1 - a - b]), torch.tensor([c, 0.1, 0.9 - c])
    residual = F.relu(p - q)
    return float(F.normalize(residual, p=1, dim=0)[0])


@drill("speculative-decoding", "How many times as fast as without is that")
def _(c, g, t):
    passes = 1.0
    for _ in range(g):
        passes += c
    return t / passes


@drill("speculative-decoding", "one that guesses at random")
def _():
    p, q = torch.tensor([0.6, 0.3, 0.1]), torch.full((3,), 1 / 3)
    accepted = torch.minimum(p, q)
    text = accepted + (1 - accepted.sum()) * F.normalize(F.relu(p - q), p=1, dim=0)
    same = torch.allclose(text, p)
    return {
        "its distribution stays the same": same and bool(accepted.sum() < 1),
        "random tokens are accepted": not same,
        "it gets more varied": not same,
        "greedy text": torch.equal(text, F.one_hot(p.argmax(), 3).to(text)),
    }


@drill("mixture-of-experts", "How many parameters does a token use")
def _(D, E, K, F):
    router = partial(nn.Linear, D, E, bias=False)
    gate_and_up, down = partial(nn.Linear, D, F, bias=False), partial(nn.Linear, F, D, bias=False)
    return parameters(router, *K * [gate_and_up, gate_and_up, down])


def balance(chosen, probs):
    """E·Σ f·P of choices (N, K) and probabilities (N, E)."""
    share = F.one_hot(chosen, probs.size(1)).double().mean((0, 1))
    return float(probs.size(1) * share @ probs.mean(0))


@drill("mixture-of-experts", "All tokens go to the same {K} of {E} experts")
def _(E, K):
    favourites = torch.arange(K).expand(5, K)
    return balance(
        favourites, torch.randn(5, E).masked_fill(torch.arange(E) >= K, -torch.inf).softmax(-1)
    )


@drill("mixture-of-experts", "Expert A gets {f} of the tokens")
def _(f, p):
    chosen = (torch.arange(10) >= round(10 * f)).long()[:, None]
    return balance(chosen, torch.tensor([[p, 1 - p]]).expand(10, 2))


@drill("mixture-of-experts", "How many experts' weights must be read")
def _(E, K, n):
    """Token by token: each leaves of the experts unread so far the share that it doesn't choose."""
    unread = float(E)
    for _ in range(n):
        unread -= unread * K / E
    return E - unread


@drill("mixture-of-experts", "With K = 1 a team divides")
def _():
    logits = torch.randn(4, 6, requires_grad=True)
    best = logits.softmax(-1).topk(1).values
    (gradient,) = torch.autograd.grad((best / best.sum(-1, keepdim=True)).sum(), logits)
    nothing = torch.allclose(gradient, torch.zeros(4, 6))
    return {
        "no gradient from the model's loss": nothing,
        "to the same expert at once": not nothing,
        "learns twice as fast": not nothing,
        "no longer sum to 1": not torch.allclose(logits.softmax(-1).sum(-1), torch.ones(4)),
    }
