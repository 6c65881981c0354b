"""scipy's recursive filter on reversed deltas, scipy's zscore, sums over single tokens; the losses token by token.

torchrl and verl, which write the same formulas, are in tests/oracles.
"""

from __future__ import annotations

import math

import pytest
import torch
from scipy.signal import lfilter
from scipy.stats import zscore
from torch import Tensor

from tests.solutions import load

gae, whiten, ppo_loss = load(57).gae, load(57).whiten, load(57).ppo_loss
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
LENGTHS = [[5, 3, 0, 1], [7], [1, 1], [2, 9, 4]]
lengths = pytest.mark.parametrize("lengths", LENGTHS, ids=str)
rates = pytest.mark.parametrize(("gamma", "lam"), [(1.0, 0.95), (0.9, 1.0), (0.8, 0.5), (0.7, 0.0)])


def drawn(lengths: list[int], count: int) -> tuple[Tensor, ...]:
    """So many tensors, with anything in the padding, and their mask."""
    torch.manual_seed(sum(lengths))
    mask = torch.arange(max(lengths) + 2) < torch.tensor(lengths)[:, None]
    tensors = torch.randn(count, *mask.shape, dtype=torch.float64)
    return *torch.where(mask, tensors, 300 * tensors), mask


@lengths
@rates
def test_advantages_are_a_recursive_filter_of_the_reversed_deltas(lengths, gamma, lam):
    rewards, values, mask = drawn(lengths, 2)
    advantages, returns = gae(rewards, values, mask, gamma, lam)
    for row, length in enumerate(lengths):
        r, v = rewards[row, :length].numpy(), values[row, :length].numpy()
        deltas = [
            r[t] + (gamma * v[t + 1] if t + 1 < length else 0.0) - v[t] for t in range(length)
        ]
        theirs = lfilter([1.0], [1.0, -gamma * lam], deltas[::-1])[::-1] if length else []
        expected = torch.zeros(mask.size(1), dtype=torch.float64)
        expected[:length] = torch.tensor([*theirs], dtype=torch.float64)
        torch.testing.assert_close(advantages[row], expected, **CLOSE)
        expected[:length] += values[row, :length]
        torch.testing.assert_close(returns[row], expected, **CLOSE)


@lengths
def test_with_lambda_one_a_return_is_the_discounted_sum_of_the_rewards(lengths):
    rewards, values, mask = drawn(lengths, 2)
    _advantages, returns = gae(rewards, values, mask, 0.9, 1.0)
    for row, length in enumerate(lengths):
        for t in range(length):
            expected = sum(0.9 ** (s - t) * rewards[row, s] for s in range(t, length))
            torch.testing.assert_close(returns[row, t], expected, **CLOSE)


def test_right_values_have_advantages_around_zero():
    """By enumeration: whatever λ is, if the values are the expected rewards."""
    p, mask = 0.3, torch.ones(1, 2, dtype=torch.bool)
    values = torch.tensor([[p * 2.0 + (1 - p) * 5.0, 0.0]], dtype=torch.float64)
    for lam in (0.0, 0.6, 1.0):
        mean = 0.0
        for share, reward in ((p, 2.0), (1 - p, 5.0)):
            seen = values.clone()
            seen[0, 1] = reward  # known after the first token
            rewards = torch.tensor([[0.0, reward]], dtype=torch.float64)
            mean += share * float(gae(rewards, seen, mask, 1.0, lam)[0][0, 0])
        assert mean == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("lengths", [[5, 3, 0, 1], [7], [1, 1]], ids=str)
def test_whitened_as_scipys_zscore(lengths):
    x, mask = drawn(lengths, 1)
    got = whiten(1e4 * x + 3e4, mask)  # beside which eps is nothing
    expected = torch.zeros_like(x)
    expected[mask] = torch.from_numpy(zscore(x[mask].numpy(), ddof=1))
    torch.testing.assert_close(got, expected, rtol=1e-9, atol=1e-9)


def slowly(logp, old_logp, advantages, values, old_values, returns, mask, clip, value_clip):
    """Token by token, by cases: where the objective is flat, and where it isn't."""
    policy = value = 0 * logp.sum() + 0 * values.sum()
    clipped, count = 0, max(int(mask.sum()), 1)
    for b, t in mask.nonzero().tolist():
        ratio, a = (logp[b, t] - old_logp[b, t]).exp(), float(advantages[b, t])
        flat = ratio > 1 + clip if a > 0 else ratio < 1 - clip
        edge = 1 + clip if a > 0 else 1 - clip
        policy = policy - (edge if flat else ratio) * a
        clipped += bool(flat)
        old, target, new = float(old_values[b, t]), float(returns[b, t]), values[b, t]
        near = min(max(float(new.detach()), old - value_clip), old + value_clip)
        worse_near = abs(near - target) > abs(float(new.detach()) - target)
        value = value + ((near - target) ** 2 if worse_near else (new - target) ** 2) / 2
    return policy / count, value / count, clipped / count


@pytest.mark.parametrize("lengths", [*LENGTHS, [0, 0]], ids=str)
@pytest.mark.parametrize(("clip", "value_clip"), [(0.2, 0.5), (0.4, 0.1)])
def test_losses_token_by_token_with_their_gradients(lengths, clip, value_clip):
    *tensors, mask = drawn(lengths, 6)
    logp, old_logp, advantages, values, old_values, returns = tensors
    logp, values = logp.requires_grad_(), values.requires_grad_()
    asked = (logp, old_logp, advantages, values, old_values, returns, mask, clip, value_clip)
    policy, value, share = ppo_loss(*asked)
    right = slowly(*asked)
    assert share == pytest.approx(right[2])
    torch.testing.assert_close((policy, value), right[:2], **CLOSE)
    mine = torch.autograd.grad(2 * policy + 3 * value, (logp, values))
    theirs = torch.autograd.grad(2 * right[0] + 3 * right[1], (logp, values))
    torch.testing.assert_close(mine, theirs, **CLOSE)


def test_before_the_first_step_it_is_plain_policy_gradient():
    *tensors, mask = drawn([4, 6], 4)
    logp, advantages, values, returns = tensors
    logp.requires_grad_()
    policy, value, share = ppo_loss(
        logp, logp.detach(), advantages, values, values, returns, mask, 0.2, 0.2
    )
    (gradient,) = torch.autograd.grad(policy, logp)
    torch.testing.assert_close(gradient, -advantages * mask / 10, **CLOSE)
    assert share == 0
    assert float(value) == pytest.approx(float((values - returns)[mask].square().mean()) / 2)


def test_other_shapes_are_refused():
    x, mask = torch.zeros(2, 3), torch.ones(2, 3, dtype=torch.bool)
    with pytest.raises(ValueError, match=r"of one shape, got \[\(2, 1\), \(2, 3\)\]"):
        gae(x[:, :1], x, mask, 1.0, 1.0)
    with pytest.raises(ValueError, match=r"\(2, 3\), \(3,\)"):
        whiten(x, mask[0])
    with pytest.raises(ValueError, match=r"\(2, 3\), \(2, 3, 1\)"):
        ppo_loss(x, x, x, x[..., None], x, x, mask, 0.2, 0.2)
    assert math.isfinite(float(ppo_loss(x, x, x, x, x, x, mask, 0.2, 0.2)[0]))
