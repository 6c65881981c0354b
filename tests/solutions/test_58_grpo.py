"""Advantages against Python's statistics, the loss number by number; and what the whole estimates, exactly: all groups
of answers that a small policy can give, each with its probability."""

from __future__ import annotations

import math
import statistics
from itertools import product

import pytest
import torch
from torch import Tensor

from tests.solutions import load

group_advantages, grpo_loss = load(58).group_advantages, load(58).grpo_loss
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
NORMS = [("sequence", None), ("token", None), ("constant", 7)]
norms = pytest.mark.parametrize(("norm", "length"), NORMS)


def randn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(58)


@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("answers", [1, 2, 9, 30])
def test_advantages_are_those_of_each_group_alone(answers, scale):
    rewards, groups = randn(answers), torch.randint(-3, 3, (answers,))
    for reward, group, got in zip(
        rewards.tolist(),
        groups.tolist(),
        group_advantages(rewards, groups, scale).tolist(),
        strict=True,
    ):
        own = [r for r, g in zip(rewards.tolist(), groups.tolist(), strict=True) if g == group]
        wanted = reward - statistics.fmean(own)
        if scale:
            wanted /= (statistics.stdev(own) if len(own) > 1 else 0) + 1e-6
        assert got == pytest.approx(wanted, rel=1e-10, abs=1e-12)


def test_equal_rewards_teach_nothing():
    rewards = torch.tensor([0.25, 1.0, 0.25, 1.0, 0.25], dtype=torch.float64)
    groups = torch.tensor([8, 2, 8, 2, 8])
    for scale in (True, False):
        assert not group_advantages(rewards, groups, scale).any()


def of_a_token(new: float, before: float, there: float, a: float, beta: float) -> float:
    """Its loss, clipped at 0.8 and 1.28."""
    ratio = math.exp(new - before)
    gain = min(ratio, 1.28) * a if a > 0 else max(ratio, 0.8) * a
    return -gain + beta * (math.exp(there - new) - 1 - (there - new))


@norms
@pytest.mark.parametrize("beta", [0.0, 0.3])
def test_the_loss_is_that_of_the_tokens_one_by_one(norm, length, beta):
    B, T = 5, 6
    logp, advantages, mask = randn(B, T), randn(B), torch.rand(B, T) < 0.6
    mask[1] = False
    old, ref = logp + 0.4 * randn(B, T), logp + 0.4 * randn(B, T)
    rows = [
        [
            of_a_token(*(x[b, t].item() for x in (logp, old, ref)), advantages[b].item(), beta)
            for t in range(T)
            if mask[b, t]
        ]
        for b in range(B)
    ]
    wanted = {
        "sequence": sum(sum(row) / max(len(row), 1) for row in rows) / B,
        "token": sum(map(sum, rows)) / sum(map(len, rows)),
        "constant": sum(sum(row) / 7 for row in rows) / B,
    }[norm]
    reference = ref if beta else None
    got = grpo_loss(logp, old, reference, advantages, mask, 0.2, 0.28, beta, norm, length)
    assert got.item() == pytest.approx(wanted, rel=1e-10)


@norms
def test_a_token_has_a_gradient_unless_it_has_gone_too_far_the_way_that_pays(norm, length):
    old = randn(2, 4)
    steps = torch.tensor([0.7, 0.9, 1.2, 1.4], dtype=torch.float64).log()
    logp, advantages = (old + steps).requires_grad_(), torch.tensor([1.0, -1.0])
    mask = torch.ones(2, 4, dtype=torch.bool)
    loss = grpo_loss(logp, old, None, advantages.double(), mask, 0.2, 0.28, 0.0, norm, length)
    (gradient,) = torch.autograd.grad(loss, logp)
    assert (gradient < 0).tolist() == [[True, True, True, False], [False] * 4]
    assert (gradient > 0).tolist() == [[False] * 4, [False, True, True, True]]


class Answers:
    """A policy over answers of two words, of three words each, where the second hangs on the first."""

    def __init__(self) -> None:
        self.first, self.second = randn(3).requires_grad_(), randn(3, 3).requires_grad_()
        self.weights = (self.first, self.second)
        self.texts = list(product(range(3), range(3)))
        self.rewards = randn(len(self.texts))

    def logp(self, text: tuple[int, int]) -> Tensor:
        one, two = text
        return torch.stack([self.first.log_softmax(0)[one], self.second[one].log_softmax(0)[two]])

    def all_logp(self) -> Tensor:
        return torch.stack([self.logp(text) for text in self.texts])  # (9, 2)


def test_on_average_the_gradient_is_that_of_the_expected_reward():
    """Without the deviation and with a constant length; less 1/n, as the baseline holds the answer itself."""
    policy = Answers()
    logp = policy.all_logp()
    chances = logp.sum(1).exp()
    expected = torch.autograd.grad(chances @ policy.rewards, policy.weights, retain_graph=True)
    pairs = torch.cartesian_prod(torch.arange(9), torch.arange(9))  # all groups of two
    answers, groups = pairs.flatten(), torch.arange(81).repeat_interleave(2)
    advantages = group_advantages(policy.rewards[answers], groups, scale=False)
    # The ratio is 1, where the loss is linear in the advantages: each group by its chance.
    advantages = advantages * chances.detach()[pairs].prod(1)[groups]
    sampled, mask = logp[answers], torch.ones(162, 2, dtype=torch.bool)
    loss = grpo_loss(sampled, sampled, None, advantages, mask, 0.2, 0.28, 0.0, "constant", 5)
    got = torch.autograd.grad(81 * loss, policy.weights)
    wanted = tuple(-gradient / 2 / 5 for gradient in expected)
    torch.testing.assert_close(got, wanted, **CLOSE)


def test_on_average_k3_is_the_kl_from_the_reference():
    logp, ref = randn(7).log_softmax(0)[:, None], randn(7).log_softmax(0)[:, None]
    nothing, one = torch.zeros(1, dtype=torch.float64), torch.ones(1, 1, dtype=torch.bool)
    mean = sum(
        p.exp() * grpo_loss(p[None], p[None], r[None], nothing, one, 0.2, 0.28, 1.0)
        for p, r in zip(logp, ref, strict=True)
    )
    kl = torch.distributions.kl_divergence(
        *(torch.distributions.Categorical(logits=x[:, 0]) for x in (logp, ref))
    )
    torch.testing.assert_close(mean[0], kl, **CLOSE)


def test_what_stands_outside_of_the_mask_reaches_neither_loss_nor_gradients():
    mask = torch.arange(4) < torch.tensor([[4], [2], [0]])
    old, ref, advantages = randn(3, 4), randn(3, 4), randn(3)
    clean = randn(3, 4)
    results = []
    for filling in (0.0, 900.0):
        logp = clean.where(mask, filling).requires_grad_()
        loss = grpo_loss(logp, old, ref.where(mask, 3 * filling), advantages, mask, 0.2, 0.28, 0.1)
        results.append((loss, *torch.autograd.grad(loss, logp)))
    torch.testing.assert_close(*results, **CLOSE)


@pytest.mark.parametrize(
    "settings",
    [
        {"norm": "mean"},
        {"norm": "constant"},
        {"norm": "constant", "length": 0},
        {"low": -0.1},
        {"high": -0.1},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(settings):
    mask = torch.ones(2, 3, dtype=torch.bool)
    fixed = {"low": 0.2, "high": 0.2, "beta": 0.0} | settings
    with pytest.raises(ValueError, match="must"):
        grpo_loss(randn(2, 3), randn(2, 3), None, randn(2), mask, **fixed)
