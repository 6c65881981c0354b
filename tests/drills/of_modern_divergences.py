"""Question 59."""

from __future__ import annotations

import math

import torch
from torch.distributions import Categorical, kl_divergence

from tests.drills.recomputed import bytes_of, drill


@drill("kl-and-distillation", "What is k3")
def _(p, q):
    """What is left of the ratio above its tangent at 1, in the logarithm of the ratio."""
    ratio = q / p
    return (ratio - 1) - math.log(ratio)


@drill("kl-and-distillation", "What is the forward KL")
def _(a, c, b, e):
    teacher, student = (Categorical(probs=torch.tensor(two)) for two in ([a, c], [b, e]))
    return float(kl_divergence(teacher, student))


@drill("kl-and-distillation", "put no mass on a common word")
def _(b):
    teacher, student = torch.tensor([[0.3, 0.7, 0, 0], [0, 0, 0.6, 0.4]])
    mixture = Categorical(probs=b * teacher + (1 - b) * student)
    of = [kl_divergence(Categorical(probs=one), mixture) for one in (teacher, student)]
    return float(b * of[0] + (1 - b) * of[1])


@drill("kl-and-distillation", "The teacher's {k} most probable words are stored")
def _(k, n):
    one = bytes_of([(k,)], torch.int32) + bytes_of([(k,)], torch.bfloat16)
    return one * n * 10**6 / 1e9


@drill("kl-and-distillation", "With which of them does the policy stay")
def _():
    """The expected gradients of the three, over a small vocabulary."""
    logits, ref = (
        torch.tensor([0.3, -1.0, 0.8], requires_grad=True),
        torch.tensor([0.5, 0.2, 0.3]).log(),
    )
    d = logits.log_softmax(0) - ref
    weights = logits.softmax(0).detach()
    still = [
        torch.autograd.grad(weights @ k, logits, retain_graph=True)[0].abs().max() < 1e-12
        for k in (d, d**2 / 2, (-d).exp() - 1 + d)
    ]
    return {f"with k{n}": bool(one) for n, one in enumerate(still, 1)} | {
        "with none": not any(still)
    }
