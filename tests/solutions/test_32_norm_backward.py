"""Autograd of F.layer_norm and F.rms_norm, and central differences."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

layer_norm_backward, rms_norm_backward = load(32).layer_norm_backward, load(32).rms_norm_backward
SHAPES = [(2, 5, 6), (3, 2, 4, 8), (4, 4), (7,), (3, 1), (1, 1, 5)]
shapes = pytest.mark.parametrize("shape", SHAPES, ids=str)
epsilons = pytest.mark.parametrize("eps", [1e-5, 0.4])


def randn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def inputs(shape: tuple[int, ...]) -> tuple[Tensor, Tensor, Tensor]:
    torch.manual_seed(sum(shape))
    return randn(*shape).detach(), randn(*shape), randn(shape[-1])


def plain(*tensors: Tensor) -> list[Tensor]:
    return [tensor.detach() for tensor in tensors]


@shapes
@epsilons
def test_as_autograd_of_layer_norm(shape, eps):
    grad, x, weight = inputs(shape)
    bias = randn(shape[-1])
    y = F.layer_norm(x, shape[-1:], weight, bias, eps)
    wanted = torch.autograd.grad(y, [x, weight, bias], grad)
    got = layer_norm_backward(grad, *plain(x, weight), eps)
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-11)


@shapes
@epsilons
def test_as_autograd_of_rms_norm(shape, eps):
    grad, x, weight = inputs(shape)
    y = F.rms_norm(x, shape[-1:], weight, eps)
    wanted = torch.autograd.grad(y, [x, weight], grad)
    got = rms_norm_backward(grad, *plain(x, weight), eps)
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-11)


def test_rows_without_variance_get_what_autograd_gives():
    """Equal features, and zeros: only eps is under the root."""
    grad, x, weight = inputs((3, 6))
    same = torch.cat([torch.full((1, 6), 2.0), torch.zeros(1, 6), x[2:].detach()]).requires_grad_()
    y = F.layer_norm(same, (6,), weight, None, 0.01)
    (wanted,) = torch.autograd.grad(y, same, grad)
    got = layer_norm_backward(grad, *plain(same, weight), 0.01)[0]
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-11)
    (wanted,) = torch.autograd.grad(F.rms_norm(same, (6,), weight, 0.01), same, grad)
    got = rms_norm_backward(grad, *plain(same, weight), 0.01)[0]
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_other_dtypes_are_kept_and_close(dtype):
    torch.manual_seed(1)
    grad, x, weight = (torch.randn(*s).to(dtype) for s in ((4, 32), (4, 32), (32,)))
    exact = layer_norm_backward(grad.double(), x.double(), weight.double(), 1e-5)
    for got, wanted in zip(layer_norm_backward(grad, x, weight, 1e-5), exact, strict=True):
        assert got.dtype == dtype
        bound = 8 * torch.finfo(dtype).eps * wanted.abs().max().item()
        torch.testing.assert_close(got.double(), wanted, rtol=0, atol=bound)


def test_large_means_in_float32_as_torchs_kernel():
    """A variance of 1 around 300, of which a difference of squares would leave two digits."""
    torch.manual_seed(2)
    grad, x, weight = torch.randn(8, 16), 300 + torch.randn(8, 16), torch.randn(16)
    leaf = x.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(F.layer_norm(leaf, (16,), weight), leaf, grad)
    got = layer_norm_backward(grad, x, weight, 1e-5)[0]
    torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-4)


def test_central_differences():
    """Of both formulas, written with numbers and without torch's norms."""
    grad, x, weight = (t.detach() for t in inputs((2, 5)))
    eps, step = 0.1, 1e-6

    def losses(x: Tensor, weight: Tensor) -> Tensor:
        centred = x - x.sum(-1, keepdim=True) / 5
        layer = centred / ((centred * centred).sum(-1, keepdim=True) / 5 + eps) ** 0.5
        root = x / ((x * x).sum(-1, keepdim=True) / 5 + eps) ** 0.5
        return torch.stack([(grad * layer * weight).sum(), (grad * root * weight).sum()])

    dx, dweight = torch.zeros(2, 2, 5).double(), torch.zeros(2, 5).double()
    for place in [(i, j) for i in range(2) for j in range(5)]:
        nudge = torch.zeros_like(x)
        nudge[place] = step
        dx[:, *place] = (losses(x + nudge, weight) - losses(x - nudge, weight)) / (2 * step)
    for j in range(5):
        nudge = torch.zeros_like(weight)
        nudge[j] = step
        dweight[:, j] = (losses(x, weight + nudge) - losses(x, weight - nudge)) / (2 * step)
    layer, root = layer_norm_backward(grad, x, weight, eps), rms_norm_backward(grad, x, weight, eps)
    torch.testing.assert_close(torch.stack([layer[0], root[0]]), dx, rtol=0, atol=1e-8)
    torch.testing.assert_close(torch.stack([layer[1], root[1]]), dweight, rtol=0, atol=1e-8)
    torch.testing.assert_close(layer[2], grad.sum(0))


def test_no_gradient_where_a_norm_sees_nothing():
    """Features of LayerNorm's dx sum to 0; RMSNorm's dx is at right angles to x if eps is 0."""
    grad, x, weight = plain(*inputs((3, 4, 6)))
    sums = layer_norm_backward(grad, x, weight, 0.3)[0].sum(-1)
    torch.testing.assert_close(sums, torch.zeros_like(sums), rtol=0, atol=1e-13)
    dx = rms_norm_backward(grad, x, weight, 0.0)[0]
    along = (dx * x).sum(-1)
    torch.testing.assert_close(along, torch.zeros_like(along), rtol=0, atol=1e-13)
    assert dx.sum(-1).abs().max() > 0.01


@pytest.mark.parametrize("backward", [layer_norm_backward, rms_norm_backward])
def test_shapes_that_would_broadcast_are_refused(backward):
    x, weight = torch.randn(2, 3, 6), torch.randn(6)
    with pytest.raises(ValueError, match=r"\(3, 6\).*\(2, 3, 6\)"):
        backward(torch.randn(3, 6), x, weight, 1e-5)
    with pytest.raises(ValueError, match=r"\(6,\), got \(1,\)"):
        backward(x, x, torch.randn(1), 1e-5)
