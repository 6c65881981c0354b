"""torch's quantized tensors by rows and affine, its int8 product on the CPU, and whole numbers in Python."""

from __future__ import annotations

import pytest
import torch

from tests.solutions import load

SOLUTION = load(53)
quantize_rows, quantize_affine = SOLUTION.quantize_rows, SOLUTION.quantize_affine
dequantize_affine, int8_linear = SOLUTION.dequantize_affine, SOLUTION.int8_linear
SHAPES = [(3, 5), (1, 17), (40, 64), (7, 1)]
shapes = pytest.mark.parametrize("shape", SHAPES, ids=str)
pytestmark = pytest.mark.filterwarnings("ignore:.*quantized tensor creation functions")
"""torch means to remove its quantized dtypes one day; as an oracle they are as good as ever."""


def drawn(*shape: int) -> torch.Tensor:
    torch.manual_seed(sum(shape))
    return 3 * torch.randn(*shape)


@shapes
def test_rows_as_torchs_per_channel(shape):
    """torch divides by the scale in float32, as is done here."""
    w = drawn(*shape)
    codes, scale = quantize_rows(w)
    zeros = torch.zeros(len(w), dtype=torch.long)
    theirs = torch.quantize_per_channel(w, scale.double(), zeros, axis=0, dtype=torch.qint8)
    assert torch.equal(codes, theirs.int_repr())
    assert torch.equal(scale, w.abs().amax(1) / 127)
    torch.testing.assert_close(codes * scale[:, None], theirs.dequantize())
    assert codes.abs().amax(1).eq(127).all()


@shapes
@pytest.mark.parametrize("shift", [-9.0, -1.0, 0.0, 2.0, 9.0])
def test_affine_as_torchs_per_tensor(shape, shift):
    x = drawn(*shape) + shift
    codes, scale, zero_point = quantize_affine(x)
    theirs = torch.quantize_per_tensor(x, scale.item(), zero_point, torch.quint8)
    assert torch.equal(codes, theirs.int_repr())
    torch.testing.assert_close(dequantize_affine(codes, scale, zero_point), theirs.dequantize())
    assert 0 <= zero_point <= 255


@shapes
def test_range_and_zero_point_as_torchs_observer(shape):
    x = drawn(*shape) + 1.0
    observer = torch.ao.quantization.MinMaxObserver(dtype=torch.quint8)
    observer(x)
    scale, zero_point = observer.calculate_qparams()
    _, ours, our_zero = quantize_affine(x)
    torch.testing.assert_close(ours, scale[0])
    assert our_zero == int(zero_point)


def test_a_calibrated_range_as_in_fake_quantization():
    x = drawn(6, 9)
    codes, scale, zero_point = quantize_affine(x, -2.0, 3.1)
    back = dequantize_affine(codes, scale, zero_point)
    wanted = torch.fake_quantize_per_tensor_affine(x, scale.item(), zero_point, 0, 255)
    torch.testing.assert_close(back, wanted)
    assert codes.min() == 0
    assert codes.max() == 255


@pytest.mark.parametrize("sizes", [(20, 16, 24), (32, 64, 8)], ids=str)
def test_linear_layer_as_torchs_int8_product(sizes):
    T, n, m = sizes
    x, w = drawn(T, n), drawn(m, n)
    codes, scale = quantize_rows(w)
    tokens, token_scale = quantize_rows(x)
    sums = torch._int_mm(tokens, codes.T.contiguous())
    assert sums.dtype == torch.int32
    wanted = sums * token_scale[:, None] * scale
    torch.testing.assert_close(int8_linear(x, codes, scale), wanted)


def test_sums_are_exact_beyond_int16():
    x, w = torch.ones(1, 1000).double(), torch.ones(2, 1000).double()
    codes, scale = quantize_rows(w)
    torch.testing.assert_close(int8_linear(x, codes, scale), torch.full((1, 2), 1000.0).double())


@shapes
def test_error_is_at_most_half_a_scale(shape):
    w = drawn(*shape).double()
    codes, scale = quantize_rows(w)
    assert ((codes * scale[:, None] - w).abs() <= scale[:, None] * 0.5 * (1 + 1e-12)).all()
    codes, scale, zero_point = quantize_affine(w)
    assert (dequantize_affine(codes, scale, zero_point) - w).abs().max() <= scale * (1 + 1e-9)


def test_layer_is_near_the_layer_in_floats():
    x, w = drawn(2, 5, 64).double(), drawn(48, 64).double()
    got, wanted = int8_linear(x, *quantize_rows(w)), x @ w.T
    assert got.shape == (2, 5, 48)
    error = (got - wanted).norm() / wanted.norm()
    assert 0.001 < error < 0.02


def test_zeros_have_a_scale_of_one():
    codes, scale = quantize_rows(torch.tensor([[0.0, 0.0], [1.0, -2.0]]))
    assert scale.tolist() == [1.0, pytest.approx(2 / 127)]
    assert codes[0].tolist() == [0, 0]
    codes, scale, zero_point = quantize_affine(torch.zeros(2, 2))
    assert (codes.any().item(), scale.item(), zero_point) == (False, 1.0, 0)


def test_what_does_not_fit_is_refused():
    codes, scale = quantize_rows(drawn(3, 5))
    with pytest.raises(ValueError, match=r"low \(2.0\) is above high \(1.0\)"):
        quantize_affine(torch.ones(2), 2.0, 1.0)
    with pytest.raises(ValueError, match=r"must be int8, got torch.uint8"):
        int8_linear(drawn(2, 5), codes.to(torch.uint8), scale)
    with pytest.raises(ValueError, match="x has 4 features, the weight 5"):
        int8_linear(drawn(2, 4), codes, scale)
