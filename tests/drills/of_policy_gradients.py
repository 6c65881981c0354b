"""Question 57."""

from __future__ import annotations

import torch

from tests.drills.recomputed import drill


@drill("ppo", "What is the advantage of the first token")
def _(a, b, c, r, l):  # noqa: E741
    """By the mixture that GAE is: of the estimates of one step, two steps and all three."""
    one, two, all_three = b - a, c - a, r - a
    return (1 - l) * (one + l * two) + l**2 * all_three


def objective(ratio, advantage):
    """Where it is flat, its edge."""
    if advantage > 0:
        return ratio.clamp(max=1.2) * advantage
    return ratio.clamp(min=0.8) * advantage


@drill("ppo", "How much does it add to the objective")
def _(p, q, A):
    return float(objective(torch.tensor(q / p), A))


@drill("ppo", "For which tokens has the clipped objective no gradient")
def _():
    found = {}
    for ratio, advantage in ((1.3, 2), (0.7, -1), (1.3, -2), (0.7, 1), (1.1, 3)):
        logp = torch.tensor(ratio).log().requires_grad_()
        objective(logp.exp(), advantage).backward()
        words = f"ratio {ratio}, advantage {advantage}".replace("-", "−")
        found[words] = bool(logp.grad == 0)
    return found


@drill("ppo", "What per cent of the reward is in the advantage")
def _(l, n):  # noqa: E741
    """Backwards from the last token, whose delta is the whole reward."""
    advantage = 100.0
    for _ in range(n):
        advantage = 0 + l * advantage
    return advantage


@drill("ppo", "The value's change is clipped to")
def _(o, v, R):
    near = torch.tensor(v).clamp(o - 0.2, o + 0.2)
    return float(torch.maximum((torch.tensor(v) - R) ** 2, (near - R) ** 2) / 2)
