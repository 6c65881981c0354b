"""F.rms_norm, and the norms of Llama and Gemma in transformers."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

rms_norm, add_rms_norm = load(31).rms_norm, load(31).add_rms_norm
SHAPES = [(2, 5, 6), (3, 2, 4, 8), (4, 4), (7,), (3, 1), (1, 1, 5)]
shapes = pytest.mark.parametrize("shape", SHAPES, ids=str)


def randn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def compare(got: Tensor, wanted: Tensor, *inputs: Tensor, rtol: float = 1e-10) -> None:
    """Values, and the gradients of the inputs."""
    assert got.dtype == wanted.dtype
    torch.testing.assert_close(got, wanted, rtol=rtol, atol=rtol)
    weights = torch.randn_like(wanted)
    gradients, expected = (
        torch.autograd.grad((out * weights).sum(), inputs) for out in (got, wanted)
    )
    torch.testing.assert_close(gradients, expected, rtol=10 * rtol, atol=10 * rtol)


@shapes
@pytest.mark.parametrize("eps", [1e-6, 0.3])
@pytest.mark.parametrize("offset", [0.0, 1.0, -0.4])
def test_as_torchs_rms_norm(shape, eps, offset):
    torch.manual_seed(sum(shape))
    x, weight = randn(*shape), randn(shape[-1])
    wanted = F.rms_norm(x, shape[-1:], weight + offset, eps)
    compare(rms_norm(x, weight, eps, offset), wanted, x, weight)


@shapes
def test_sum_and_norm_are_torchs(shape):
    torch.manual_seed(sum(shape) + 1)
    x, residual, weight = randn(*shape), randn(*shape), randn(shape[-1])
    normed, total = add_rms_norm(x, residual, weight, 1e-5)
    assert torch.equal(total, x + residual)
    wanted = F.rms_norm(x + residual, shape[-1:], weight, 1e-5)
    compare(normed, wanted, x, residual, weight)


def test_torch_casts_last_too():
    """In bfloat16, bit by bit: a weight of another dtype is multiplied before the cast."""
    torch.manual_seed(1)
    x, weight = torch.randn(50, 64).bfloat16(), torch.randn(64)
    with pytest.warns(UserWarning, match="Mismatch dtype"):
        wanted = F.rms_norm(x, (64,), weight, 1e-6)
    assert torch.equal(rms_norm(x, weight, 1e-6), wanted)


def llama_norm(weight: Tensor, eps: float):
    modeling = pytest.importorskip("transformers.models.llama.modeling_llama")
    norm = modeling.LlamaRMSNorm(len(weight), eps)
    norm.weight = torch.nn.Parameter(weight)
    return norm


def gemma_norm(weight: Tensor, eps: float):
    modeling = pytest.importorskip("transformers.models.gemma.modeling_gemma")
    norm = modeling.GemmaRMSNorm(len(weight), eps)
    norm.weight = torch.nn.Parameter(weight)
    return norm


@pytest.mark.parametrize("eps", [1e-6, 0.1])
def test_as_llama(eps):
    """In float32, where both cast to the same; in float64 Llama's is float32 inside."""
    torch.manual_seed(2)
    x, weight = torch.randn(2, 5, 16, requires_grad=True), torch.randn(16)
    compare(rms_norm(x, weight, eps), llama_norm(weight, eps)(x), x, rtol=1e-6)


@pytest.mark.parametrize("eps", [1e-6, 0.1])
def test_as_gemma(eps):
    torch.manual_seed(3)
    x, weight = torch.randn(2, 5, 16, requires_grad=True), torch.randn(16)
    compare(rms_norm(x, weight, eps, 1.0), gemma_norm(weight, eps)(x), x, rtol=1e-6)


def test_gemma_in_bfloat16_bit_by_bit_and_llama_not():
    """Gemma multiplies before it casts, as we do; Llama after, which rounds twice."""
    torch.manual_seed(4)
    x, weight = torch.randn(50, 64).bfloat16(), torch.randn(64).bfloat16()
    assert torch.equal(rms_norm(x, weight, 1e-6, 1.0), gemma_norm(weight, 1e-6)(x))
    llama, ours = llama_norm(weight, 1e-6)(x), rms_norm(x, weight, 1e-6)
    assert not torch.equal(llama, ours)
    torch.testing.assert_close(llama, ours, rtol=2**-7, atol=0)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_no_dtype_overflows_and_each_is_kept(dtype):
    """As in float64, up to one rounding of the result."""
    torch.manual_seed(5)
    x, weight = (3000 * torch.randn(4, 32)).to(dtype), torch.randn(32).bfloat16()
    got = rms_norm(x, weight, 1e-6, 1.0)
    assert got.dtype == dtype
    exact = rms_norm(x.double(), weight, 1e-6, 1.0)
    assert exact.dtype == torch.float64
    torch.testing.assert_close(got.double(), exact, rtol=torch.finfo(dtype).eps, atol=1e-6)


def test_written_out():
    """The formula with numbers instead of tensors."""
    torch.manual_seed(6)
    x, weight = randn(3, 5), randn(5)
    for row, got in zip(x.tolist(), rms_norm(x, weight, 0.01, 1.0).tolist(), strict=True):
        root = math.sqrt(sum(value * value for value in row) / 5 + 0.01)
        wanted = [v / root * (1 + w) for v, w in zip(row, weight.tolist(), strict=True)]
        assert got == pytest.approx(wanted, rel=1e-12)


def test_zeros_stay_zeros_with_finite_gradients():
    x = torch.zeros(2, 4, dtype=torch.float64, requires_grad=True)
    got = rms_norm(x, torch.ones(4), 1e-6)
    got.sum().backward()
    assert not got.any()
    torch.testing.assert_close(x.grad, torch.full_like(x, 1e3))


@pytest.mark.parametrize("shape", [(5,), (1,), (3, 6), ()], ids=str)
def test_a_weight_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"\(6,\), got"):
        rms_norm(torch.randn(2, 3, 6), torch.randn(shape), 1e-6)


def test_a_residual_that_would_broadcast_is_refused():
    with pytest.raises(ValueError, match=r"\(2, 6\).*\(1, 6\)"):
        add_rms_norm(torch.randn(2, 6), torch.randn(1, 6), torch.randn(6), 1e-6)
