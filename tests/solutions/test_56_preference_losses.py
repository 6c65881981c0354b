"""Rewards against LlamaForSequenceClassification, log-probabilities against cross-entropy, losses against torch's
losses with soft labels; and DPO against what it was derived from, all answers enumerated."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import LlamaConfig, LlamaForSequenceClassification

from tests.solutions import load

module = load(56)
last_token_reward, sequence_logp, dpo_loss = (
    module.last_token_reward,
    module.sequence_logp,
    module.dpo_loss,
)
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SIZES = [(1, 1, 2), (2, 5, 7), (4, 4, 4), (3, 9, 5)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def randn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(56)


@pytest.mark.parametrize("left", [False, True])
def test_rewards_are_those_of_a_llama_with_one_class(left):
    config = LlamaConfig(
        vocab_size=13,
        hidden_size=8,
        intermediate_size=12,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_labels=1,
        pad_token_id=0,
    )
    llama = LlamaForSequenceClassification(config).double().eval()
    lengths = torch.tensor([4, 7, 1, 6])
    mask = torch.arange(7) < lengths[:, None]
    if left:
        mask = mask.flip(1)
    ids = torch.randint(1, 13, (4, 7)).where(mask, 0)
    with torch.no_grad():
        hidden = llama.model(ids, attention_mask=mask.long()).last_hidden_state
        wanted = llama(ids, attention_mask=mask.long()).logits[:, 0]
        got = last_token_reward(hidden, mask, llama.score.weight[0])
    torch.testing.assert_close(got, wanted, **CLOSE)


@sizes
def test_rewards_are_those_of_the_real_tokens_alone(size):
    B, T, D = size
    hidden, mask, weight = randn(B, T, D).requires_grad_(), torch.rand(B, T) < 0.6, randn(D)
    rewards = last_token_reward(hidden, mask, weight)
    for b in range(B):
        kept = hidden[b][mask[b]] @ weight
        assert rewards[b].item() == pytest.approx(kept[-1].item() if len(kept) else 0, abs=1e-12)
    (gradient,) = torch.autograd.grad(rewards.sum(), hidden)
    assert int(gradient.any(dim=-1).sum()) == int(mask.any(dim=1).sum())


@sizes
def test_log_probabilities_are_cross_entropies(size):
    B, T, V = size
    logits, labels = randn(B, T, V).requires_grad_(), torch.randint(0, V, (B, T))
    labels[torch.rand(B, T) < 0.4] = -100
    sums, counts = sequence_logp(logits, labels)
    shifted = F.pad(labels, (0, 1), value=-100)[:, 1:]
    wanted = -F.cross_entropy(logits.mT, shifted, reduction="none").sum(1)
    torch.testing.assert_close(sums, wanted, **CLOSE)
    assert counts.tolist() == [sum(label != -100 for label in row[1:]) for row in labels.tolist()]
    weights = randn(B)
    got, expected = (torch.autograd.grad(weights @ of, logits)[0] for of in (sums, wanted))
    torch.testing.assert_close(got, expected, **CLOSE)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.4])
@pytest.mark.parametrize("scale", [1, 2000])
def test_dpo_is_a_classification_with_soft_labels(smoothing, scale):
    policy, reference = scale * randn(9, 2).requires_grad_(), scale * randn(9, 2)
    ones = torch.ones(9, 2, dtype=torch.long)
    loss, margins = dpo_loss(policy, reference, ones, 0.3, smoothing)
    logits = 0.3 * ((policy - reference) @ torch.tensor([1.0, -1.0], dtype=torch.float64))
    soft = torch.full_like(logits, 1 - smoothing)
    wanted = F.binary_cross_entropy_with_logits(logits, soft)
    torch.testing.assert_close((loss, margins), (wanted, logits.detach()), **CLOSE)
    got, expected = (torch.autograd.grad(of, policy, retain_graph=True)[0] for of in (loss, wanted))
    torch.testing.assert_close(got, expected, **CLOSE)


def test_ipo_is_the_square_of_what_is_missing():
    policy, reference = randn(6, 2).requires_grad_(), randn(6, 2).requires_grad_()
    lengths = torch.randint(1, 9, (6, 2))
    loss, margins = dpo_loss(policy, reference, lengths, 0.25, kind="ipo")
    mean = (policy - reference) / lengths
    wanted = F.mse_loss(mean[:, 0] - mean[:, 1], torch.full((6,), 2.0, dtype=torch.float64))
    torch.testing.assert_close(loss, wanted, **CLOSE)
    torch.testing.assert_close(margins, 0.25 * (mean[:, 0] - mean[:, 1]).detach(), **CLOSE)
    assert torch.autograd.grad(loss, reference, allow_unused=True) == (None,)


def every_pair(preferred: Tensor) -> tuple[Tensor, Tensor]:
    """All ordered pairs of different answers (P, 2), and how often the first is preferred."""
    pairs = torch.cartesian_prod(torch.arange(len(preferred)), torch.arange(len(preferred)))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return pairs, preferred[pairs[:, 0], pairs[:, 1]]


@pytest.mark.parametrize("beta", [0.1, 0.7])
def test_the_optimum_of_reward_less_kl_has_no_gradient_left(beta):
    """With preferences as Bradley and Terry have them, for whatever rewards and reference."""
    rewards, reference = randn(6), randn(6).log_softmax(0)
    best = (reference + rewards / beta).requires_grad_()  # up to log Z
    pairs, share = every_pair((rewards[:, None] - rewards[None]).sigmoid())
    policy, ones = best.log_softmax(0), torch.ones(1, 2, dtype=torch.long)
    loss = sum(
        p * dpo_loss(policy[pair][None], reference[pair][None], ones, beta)[0]
        for pair, p in zip(pairs, share, strict=True)
    )
    (gradient,) = torch.autograd.grad(loss, best)
    torch.testing.assert_close(gradient, torch.zeros_like(gradient), rtol=0, atol=1e-12)
    _, margins = dpo_loss(policy[pairs], reference[pairs], ones.expand(len(pairs), 2), beta)
    torch.testing.assert_close(margins, rewards[pairs[:, 0]] - rewards[pairs[:, 1]], **CLOSE)


def test_the_loss_begins_at_the_logarithm_of_two():
    same = randn(5, 2)
    loss, margins = dpo_loss(same, same, torch.ones(5, 2, dtype=torch.long), 0.3, 0.2)
    assert float(loss) == pytest.approx(math.log(2))
    assert not margins.any()


@pytest.mark.parametrize(
    "settings",
    [
        {"beta": 0.1, "kind": "hinge"},
        {"beta": 0.0},
        {"beta": -1.0},
        {"beta": 0.1, "smoothing": 0.5},
        {"beta": 0.1, "smoothing": -0.1},
        {"beta": 0.1, "smoothing": 0.1, "kind": "ipo"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(settings):
    with pytest.raises(ValueError, match="must be"):
        dpo_loss(randn(2, 2), randn(2, 2), torch.ones(2, 2, dtype=torch.long), **settings)
