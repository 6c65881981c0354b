"""Autograd through F.cross_entropy with a z-loss beside it, and F.linear_cross_entropy."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tests.solutions import load

lm_loss = load(44).lm_loss
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SIZES = [(2, 5, 6, 11), (3, 4, 8, 5), (1, 9, 3, 17), (4, 2, 2, 3)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


class Head(nn.Module):
    """Keeps the number of rows of each call."""

    def __init__(self, vocab: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(vocab, width, dtype=torch.float64))
        self.calls: list[int] = []

    def forward(self, rows: Tensor) -> Tensor:
        self.calls.append(len(rows))
        return F.linear(rows, self.weight)


def drawn(B: int, T: int, D: int, V: int) -> tuple[Tensor, Head, Tensor]:
    torch.manual_seed(B + T + D + V)
    hidden = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, V, (B, T)).masked_fill(torch.rand(B, T) < 0.3, -100)
    labels[0, 1] = 0  # at least one that counts
    return hidden, Head(V, D), labels


def whole(hidden: Tensor, weight: Tensor, labels: Tensor, z: float) -> tuple[Tensor, ...]:
    """Loss and gradients with all logits at once."""
    logits, targets = (hidden @ weight.T)[:, :-1].flatten(0, 1), labels[:, 1:].flatten()
    squares = logits.logsumexp(-1).square()[targets != -100]
    loss = F.cross_entropy(logits, targets) + z * squares.mean()
    return loss, *torch.autograd.grad(loss, (hidden, weight))


@sizes
@pytest.mark.parametrize("chunk", [1, 3, 100])
@pytest.mark.parametrize("z", [0.0, 0.05])
def test_as_autograd_with_all_logits(size, chunk, z):
    hidden, head, labels = drawn(*size)
    got = lm_loss(hidden, head, labels, chunk, z)
    torch.testing.assert_close(got, whole(hidden, head.weight, labels, z), **CLOSE)
    assert not any(tensor.requires_grad for tensor in got)
    assert max(head.calls) <= chunk
    assert sum(head.calls) == int((labels[:, 1:] != -100).sum())


@pytest.mark.skipif(not hasattr(F, "linear_cross_entropy"), reason="torch 2.13 has it")
@sizes
def test_as_torchs_linear_cross_entropy(size):
    hidden, head, labels = drawn(*size)
    rows, targets = hidden[:, :-1].flatten(0, 1), labels[:, 1:].flatten()
    loss = F.linear_cross_entropy(rows, head.weight, targets)
    wanted = loss, *torch.autograd.grad(loss, (hidden, head.weight))
    torch.testing.assert_close(lm_loss(hidden, head, labels, 2), wanted, **CLOSE)


def test_z_pulls_a_shift_of_all_logits_back():
    """Without z a row of the logits' gradient sums to 0, with z to 2·z·lse; states are logits here."""
    hidden, head, labels = drawn(2, 4, 5, 5)
    head.weight = nn.Parameter(torch.eye(5, dtype=torch.float64))
    labels[:, 1:] = 1
    sums = [lm_loss(hidden, head, labels, 4, z)[1][:, :-1].sum(-1) for z in (0.0, 0.5)]
    lse = hidden[:, :-1].logsumexp(-1) / 6
    torch.testing.assert_close(sums, [torch.zeros_like(lse), lse], **CLOSE)


def test_large_logits_stay_finite():
    hidden, head, labels = drawn(2, 5, 4, 7)
    got = lm_loss(1e4 * hidden, head, labels, 3, 1e-4)
    far = (1e4 * hidden).detach().requires_grad_()
    torch.testing.assert_close(got, whole(far, head.weight, labels, 1e-4), **CLOSE)
    assert all(tensor.isfinite().all() for tensor in got)


@pytest.mark.parametrize("T", [1, 4])
def test_without_a_label_all_is_zero(T):
    hidden, head, _ = drawn(2, 5, 3, 4)
    labels = torch.full((2, T), -100)
    labels[:, 0] = 2  # which nothing predicts
    loss, d_hidden, d_weight = lm_loss(hidden[:, :T], head, labels, 2, 0.1)
    assert loss == 0
    assert not d_hidden.any()
    assert not d_weight.any()


def test_what_does_not_fit_is_refused():
    hidden, head, labels = drawn(2, 5, 3, 4)
    with pytest.raises(ValueError, match=r"\(2, 5\), got \(2, 4\)"):
        lm_loss(hidden, head, labels[:, 1:], 2)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        lm_loss(hidden, head, labels, 0)
