"""Questions 56, 58."""

from __future__ import annotations

import statistics
from itertools import product

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


@drill("grpo", "What is GRPO's advantage of a right one")
def _(n, k):
    rewards = [1.0] * k + [0.0] * (n - k)
    return (1 - statistics.fmean(rewards)) / statistics.stdev(rewards)


@drill("grpo", "with the sequence average than with the token average")
def _(B, N, n):
    """Of a mean of means and of one mean, what one token moves."""
    losses = torch.zeros(N, requires_grad=True)
    own, others = losses[:n], losses[n:].tensor_split(B - 1)
    by_response = torch.stack([own.mean(), *(part.mean() for part in others)]).mean()
    (first,) = torch.autograd.grad(by_response, losses)
    (second,) = torch.autograd.grad(losses.mean(), losses)
    return (first[0] / second[0]).item()


@drill("grpo", "does a group of {G} answers teach nothing")
def _(p, G):
    groups = (torch.tensor(group) for group in product([0, 1], repeat=G))
    equal = (group for group in groups if group.min() == group.max())
    return sum(float(torch.where(group > 0, p, 1 - p).prod()) for group in equal)


@drill("grpo", "Up to which probability does the objective still push it")
def _(p, h):
    """Looked for where the gradient ends."""
    inside, outside = 0.0, 1.0
    for _step in range(60):
        q = torch.tensor((inside + outside) / 2, requires_grad=True)
        objective = torch.minimum(q / p, (q / p).clamp(max=1 + h))
        (slope,) = torch.autograd.grad(objective, q)
        inside, outside = (q.item(), outside) if slope > 0 else (inside, q.item())
    return inside


@drill("grpo", "How much is a token of the long one punished")
def _():
    weight = {length: torch.ones(length).div(length)[0].item() for length in (3, 12)}
    times = weight[12] / weight[3]
    return {
        "a quarter as much": times == 1 / 4,
        "as much": times == 1,
        "four times as much": times == 4,
        "half as much": times == 1 / 2,
    }
