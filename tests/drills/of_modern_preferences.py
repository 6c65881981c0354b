"""Question 56."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from tests.drills.recomputed import drill


@drill("preference-losses", "What is DPO's loss? Three decimals")
def _(a, b, c, e, beta):
    policy, reference = torch.tensor([-a, -b]), torch.tensor([-c, -e])
    chosen, rejected = policy - reference
    return float(F.cross_entropy(torch.stack([beta * chosen, beta * rejected]), torch.tensor(0)))


@drill("preference-losses", "so that the policy implies a preference with probability")
def _(p, beta):
    return float(torch.tensor(p).logit()) / beta


@drill("preference-losses", "Beyond which margin does DPO's loss rise again")
def _(s):
    """The loss is that of a classifier with soft labels, least where it says what they say."""
    margin = torch.logit(torch.tensor(1 - s)).requires_grad_()
    loss = F.binary_cross_entropy_with_logits(margin, torch.tensor(1 - s))
    (slope,) = torch.autograd.grad(loss, margin)
    assert abs(slope) < 1e-12
    return margin.item()


@drill("preference-losses", "averaged over the tokens first")
def _(beta, n, a, m, b):
    chosen, rejected = torch.full((n,), a / n).mean(), torch.full((m,), -b / m).mean()
    return float(F.mse_loss(chosen - rejected, torch.tensor(1 / (2 * beta))))


@drill("preference-losses", "The same constant is added to the reward")
def _():
    rewards, reference = torch.randn(6), torch.randn(6).log_softmax(0)
    losses, optima = [], []
    for shift in (0, 3):
        losses.append(-F.logsigmoid((rewards[0] + shift) - (rewards[1] + shift)))
        optima.append((reference + (rewards + shift) / 0.5).softmax(0))
    loss, optimum = (not torch.allclose(*both) for both in (losses, optima))
    return {
        "neither the loss": not loss and not optimum,
        "only the loss": loss and not optimum,
        "only the optimal": optimum and not loss,
        "both of them": loss and optimum,
    }
