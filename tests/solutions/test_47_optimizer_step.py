"""torch's AdamW and Muon over several steps, and the polynomial on the singular values."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from tests.solutions import load

adamw_step, muon_step = load(47).adamw_step, load(47).muon_step
orthogonalised = load(47).orthogonalised
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SHAPES = [(3, 5), (6, 2), (4, 4), (1, 3), (3, 1), (1, 1)]
shapes = pytest.mark.parametrize("shape", SHAPES, ids=str)


def drawn(shape: tuple[int, ...], dtype: torch.dtype = torch.float64) -> tuple[Tensor, Tensor]:
    """A parameter, and the gradients of six steps, of very different sizes."""
    torch.manual_seed(sum(shape))
    sizes = torch.tensor([1.0, 1e-4, 30.0, 0.0, 1e-9, 2.0]).view(-1, *[1] * len(shape))
    return torch.randn(shape, dtype=dtype), (sizes * torch.randn(6, *shape)).to(dtype)


def trajectory(optimizer: torch.optim.Optimizer, gradients: Tensor) -> list[Tensor]:
    parameter, after = optimizer.param_groups[0]["params"][0], []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        after.append(parameter.detach().clone())
    return after


@pytest.mark.parametrize("shape", [*SHAPES, (7,), (2, 3, 4), ()], ids=str)
@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.0, 0.5)])
@pytest.mark.parametrize("eps", [1e-8, 0.1])
def test_adamw_goes_as_torchs(shape, betas, eps):
    p, gradients = drawn(shape)
    settings = {"lr": 0.1, "betas": betas, "eps": eps, "weight_decay": 0.3}
    theirs = trajectory(torch.optim.AdamW([p.clone().requires_grad_()], **settings), gradients)
    state = {"step": 0, "m": torch.zeros_like(p), "v": torch.zeros_like(p)}
    for gradient, expected in zip(gradients, theirs, strict=True):
        p, state = adamw_step(p, gradient, state, **settings)
        torch.testing.assert_close(p, expected, **CLOSE)
    assert state["step"] == 6


@shapes
def test_muon_goes_as_torchs_but_for_bfloat16(shape):
    """Which torch iterates in, whatever the parameter's dtype: a few hundredths of a step."""
    p, gradients = drawn(shape)
    settings = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.3}
    theirs = trajectory(torch.optim.Muon([p.clone().requires_grad_()], **settings), gradients)
    start, state = p, {"m": torch.zeros_like(p)}
    for gradient, expected in zip(gradients, theirs, strict=True):
        p, state = muon_step(p, gradient, state, **settings)
        torch.testing.assert_close(p, expected, rtol=0, atol=0.05)
    assert (p - start).abs().max() > 0.2


@shapes
def test_muon_goes_exactly_as_torchs_with_its_iteration_in_float64(shape, monkeypatch):
    def iterated(x: Tensor, coefficients: tuple[float, ...], steps: int, eps: float) -> Tensor:
        a, b, c = coefficients
        u, s, vh = torch.linalg.svd(x, full_matrices=False)
        s = s / s.norm().clamp(min=eps)
        for _ in range(steps):
            s = a * s + b * s**3 + c * s**5
        return u @ s.diag() @ vh

    monkeypatch.setattr(torch.optim._muon, "_zeropower_via_newtonschulz", iterated)
    p, gradients = drawn(shape)
    settings = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.3}
    optimizer = torch.optim.Muon([p.clone().requires_grad_()], **settings)
    theirs = trajectory(optimizer, gradients)
    state = {"m": torch.zeros_like(p)}
    for gradient, expected in zip(gradients, theirs, strict=True):
        p, state = muon_step(p, gradient, state, **settings)
        torch.testing.assert_close(p, expected, rtol=1e-7, atol=1e-9)


@shapes
def test_singular_values_go_through_the_polynomial(shape):
    x = drawn(shape)[0]
    u, s, vh = torch.linalg.svd(x, full_matrices=False)
    s = s / s.norm()
    for _ in range(5):
        s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
    torch.testing.assert_close(orthogonalised(x), u @ s.diag() @ vh, rtol=0, atol=1e-13)


def test_singular_values_end_around_one():
    """From a hundredth of the norm on, between 0.6 and 1.3."""
    s = torch.linspace(0.01, 1, 200, dtype=torch.float64)
    after = torch.stack([orthogonalised(torch.stack([x, (1 - x * x).sqrt()]).diag()) for x in s])
    values = torch.diagonal(after, dim1=1, dim2=2)[:-3]
    assert values.min() > 0.6
    assert values.max() < 1.3


def test_first_step_is_the_learning_rate_whatever_the_gradient():
    p, g = torch.zeros(3).double(), torch.tensor([1e-3, -5.0, 400.0]).double()
    state = {"step": 0, "m": torch.zeros_like(p), "v": torch.zeros_like(p)}
    after, _ = adamw_step(p, g, state, 0.01, (0.9, 0.999), 0.0, 0.1)
    torch.testing.assert_close(after, -0.01 * g.sign(), **CLOSE)


def test_what_does_not_fit_is_refused():
    p, zeros = torch.ones(3, 4), torch.zeros(3, 4)
    with pytest.raises(ValueError, match=r"\(4,\) of a parameter \(3, 4\)"):
        adamw_step(p, p[0], {"step": 0, "m": zeros, "v": zeros}, 0.1, (0.9, 0.99), 1e-8, 0.1)
    with pytest.raises(ValueError, match=r"\(1, 4\) of a parameter \(3, 4\)"):
        muon_step(p, p[:1], {"m": zeros}, 0.1, 0.9, 0.1)
    with pytest.raises(ValueError, match=r"for matrices, got a parameter of shape \(4,\)"):
        muon_step(p[0], p[0], {"m": zeros[0]}, 0.1, 0.9, 0.1)
