"""Estimates in exact expectation over a vocabulary; losses against torch.distributions, F.kl_div and scipy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.spatial.distance import jensenshannon
from torch import Tensor
from torch.distributions import Categorical, kl_divergence
from torch.nn import functional as F

from tests.solutions import load

kl_estimates, distill_loss = load(59).kl_estimates, load(59).distill_loss
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
B, T, V = 3, 5, 7
seeds = pytest.mark.parametrize("seed", range(3))


def drawn(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Logits of a student that trains and of a teacher, and labels of which some don't count."""
    torch.manual_seed(seed)
    student = (2 * torch.randn(B, T, V, dtype=torch.float64)).requires_grad_()
    labels = torch.randint(0, V, (B, T)).masked_fill(torch.rand(B, T) < 0.4, -100)
    labels[0, 0] = 0  # at least one that counts
    return student, 2 * torch.randn(B, T, V, dtype=torch.float64), labels


def every_word(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """A policy's logits, and the log-probabilities of all words under it and under a reference."""
    torch.manual_seed(seed)
    logits = torch.randn(V, dtype=torch.float64, requires_grad=True)
    return logits, logits.log_softmax(0), torch.randn(V, dtype=torch.float64).log_softmax(0)


def kl(log_p: Tensor, log_q: Tensor) -> Tensor:
    return kl_divergence(Categorical(logits=log_p), Categorical(logits=log_q))


@seeds
def test_k1_and_k3_are_unbiased_and_k2_is_not(seed):
    _, logp, ref = every_word(seed)
    k1, k2, k3 = (float((logp.exp() @ estimate).detach()) for estimate in kl_estimates(logp, ref))
    exact = float(kl(logp, ref).detach())
    assert k1 == pytest.approx(exact, rel=1e-10)
    assert k3 == pytest.approx(exact, rel=1e-10)
    assert abs(k2 - exact) > 1e-3


@seeds
def test_k2_and_k3_are_never_negative_and_k1_is(seed):
    k1, k2, k3 = kl_estimates(*every_word(seed)[1:])
    assert (k1 < 0).any()
    assert (k2 >= 0).all()
    assert (k3 >= 0).all()


@seeds
def test_expected_gradients_are_none_the_kls_and_that_of_the_other_direction(seed):
    logits, logp, ref = every_word(seed)
    wanted = [torch.zeros(V, dtype=torch.float64)]
    for divergence in (kl(logp, ref), kl(ref, logp)):
        wanted += torch.autograd.grad(divergence, logits, retain_graph=True)
    for estimate, gradient in zip(kl_estimates(logp, ref), wanted, strict=True):
        expected = logp.exp().detach() @ estimate  # over samples that are there already
        (got,) = torch.autograd.grad(expected, logits, retain_graph=True)
        torch.testing.assert_close(got, gradient, **CLOSE)


def test_k3_of_a_token_that_the_reference_finds_impossible():
    d = torch.tensor([900.0, 1000.0], dtype=torch.float64)
    assert kl_estimates(-d.new_zeros(2), -d)[2].tolist() == [899, 999]


def exact(
    student: Tensor, teacher: Tensor, labels: Tensor, temperature: float, beta: float
) -> Tensor:
    """Of the tokens that count, by torch.distributions from the probabilities."""
    p, q = (Categorical(logits=z[labels >= 0] / temperature) for z in (teacher, student))
    if beta in (0, 1):
        each = kl_divergence(p, q) if beta == 0 else kl_divergence(q, p)
    else:
        m = Categorical(probs=beta * p.probs + (1 - beta) * q.probs)
        each = beta * kl_divergence(p, m) + (1 - beta) * kl_divergence(q, m)
    return temperature**2 * each.mean()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("beta", [0.0, 0.1, 0.5, 0.8, 1.0])
def test_as_torchs_distributions(beta, temperature):
    student, teacher, labels = drawn(3)
    got = distill_loss(student, teacher, labels, temperature, beta)
    wanted = exact(student, teacher, labels, temperature, beta)
    torch.testing.assert_close(got, wanted, **CLOSE)
    (gradient,) = torch.autograd.grad(got, student)
    torch.testing.assert_close(gradient, *torch.autograd.grad(wanted, student), **CLOSE)


@seeds
def test_ends_as_kl_div(seed):
    student, teacher, labels = drawn(seed)
    logs = [z[labels >= 0].log_softmax(-1) for z in (student, teacher)]
    for beta, (log_q, log_p) in enumerate([logs, logs[::-1]]):
        wanted = F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)
        torch.testing.assert_close(
            distill_loss(student, teacher, labels, 1.0, beta), wanted, **CLOSE
        )


@seeds
def test_half_as_the_jensen_shannon_distance_of_scipy(seed):
    student, teacher, labels = drawn(seed)
    p, q = (z[labels >= 0].softmax(-1).detach().numpy() for z in (teacher, student))
    wanted = np.mean(jensenshannon(p, q, axis=1) ** 2)
    half = distill_loss(student, teacher, labels, 1.0, 0.5).item()
    assert half == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("beta", [1e-6, 1 - 1e-6])
def test_ends_are_the_limits_of_what_is_divided_by_the_small_weight(beta):
    student, teacher, labels = drawn(4)
    near = distill_loss(student, teacher, labels, 1.0, beta) / min(beta, 1 - beta)
    torch.testing.assert_close(
        near, distill_loss(student, teacher, labels, 1.0, round(beta)), rtol=1e-3, atol=0
    )


def test_gradients_at_a_high_temperature_pull_the_logits_together():
    """Hinton et al. 2015, §2: they approach the differences of the logits, less their means, over V."""
    student, teacher, _ = drawn(5)
    labels = torch.zeros(B, T, dtype=torch.long)
    (got,) = torch.autograd.grad(distill_loss(student, teacher, labels, 1e5, 0.0), student)
    apart = (student - teacher).detach()
    wanted = (apart - apart.mean(-1, keepdim=True)) / (V * B * T)
    torch.testing.assert_close(got, wanted, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("beta", [0.0, 0.3, 1.0])
def test_one_hot_distributions_stay_finite(beta):
    sure = 1e4 * torch.eye(V, dtype=torch.float64)[None]
    student = sure.roll(1, 1).requires_grad_()
    loss = distill_loss(student, sure, torch.zeros(1, V), 1.0, beta)
    mixed = -beta * np.log(beta or 1) - (1 - beta) * np.log(1 - beta or 1)
    assert loss.item() == pytest.approx(mixed or 1e4)
    loss.backward()
    assert student.grad.isfinite().all()


@pytest.mark.parametrize("beta", [0.0, 0.5, 1.0])
def test_without_a_label_it_is_a_zero_that_goes_backward(beta):
    student, teacher, labels = drawn(6)
    loss = distill_loss(student, teacher, torch.full_like(labels, -100), 2.0, beta)
    loss.backward()
    assert loss == 0
    assert not student.grad.any()


def test_constants_get_no_gradient():
    student, teacher, labels = drawn(7)
    teacher.requires_grad_()
    distill_loss(student, teacher, labels, 2.0, 0.3).backward()
    logp, ref = student.detach().requires_grad_(), teacher.detach().requires_grad_()
    sum(kl_estimates(logp, ref)).sum().backward()
    assert teacher.grad is None
    assert ref.grad is None


def test_what_does_not_fit_is_refused():
    student, teacher, labels = drawn(8)
    with pytest.raises(ValueError, match=r"logp is \(7,\), but ref \(5, 7\)"):
        kl_estimates(student[0, 0], teacher[0])
    with pytest.raises(ValueError, match="but teacher"):
        distill_loss(student, teacher[..., :1], labels, 1.0, 0.5)
    with pytest.raises(ValueError, match=r"must be \(3, 5\), got \(3, 4\)"):
        distill_loss(student, teacher, labels[:, 1:], 1.0, 0.5)
    with pytest.raises(ValueError, match="above 0, got 0"):
        distill_loss(student, teacher, labels, 0, 0.5)
    with pytest.raises(ValueError, match="from 0 to 1, got -1"):
        distill_loss(student, teacher, labels, 1.0, -1)
