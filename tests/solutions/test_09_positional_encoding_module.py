"""PositionalEncoding against the paper's formula scalar by scalar, and against F.dropout."""

import math

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tests.solutions import load

PositionalEncoding = load(9).PositionalEncoding
EXACT = {"rtol": 0, "atol": 1e-12}
SHAPES = [(2, 5, 6, 0), (3, 7, 9, 4), (4, 4, 8, 0), (1, 1, 1, 0), (3, 1, 6, 11), (2, 5, 4, 15)]


@pytest.fixture(autouse=True)
def double_precision():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(9)
    yield
    torch.set_default_dtype(torch.float32)


def formula(pos: int, column: int, D: int) -> float:
    angle = pos / 10000 ** (2 * (column // 2) / D)
    return math.cos(angle) if column % 2 else math.sin(angle)


def expected_sum(x: Tensor, offset: int) -> Tensor:
    B, T, D = x.shape
    rows = [[formula(offset + t, column, D) for column in range(D)] for t in range(T)]
    return x + torch.tensor([rows] * B)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize(("B", "T", "D", "offset"), SHAPES)
def test_agrees_with_the_formula(
    B: int, T: int, D: int, offset: int, p: float, training: bool
) -> None:
    module = PositionalEncoding(D, dropout=p, max_len=20).train(training)
    x = torch.randn(B, T, D, requires_grad=True)
    torch.manual_seed(1)
    got = module(x, offset)
    torch.manual_seed(1)
    expected = F.dropout(expected_sum(x, offset), p, training)
    torch.testing.assert_close(got, expected, **EXACT)

    factors = torch.randn(B, T, D)
    (mine,) = torch.autograd.grad((got * factors).sum(), x)
    (theirs,) = torch.autograd.grad((expected * factors).sum(), x)
    torch.testing.assert_close(mine, theirs, **EXACT)


def test_single_tokens_with_an_offset_equal_one_call() -> None:
    module = PositionalEncoding(7, max_len=12).eval()
    x = torch.randn(3, 12, 7)
    steps = [module(x[:, :4]), *(module(x[:, t : t + 1], t) for t in range(4, 12))]
    assert torch.equal(torch.cat(steps, dim=1), module(x))


def test_the_default_table_has_five_thousand_rows() -> None:
    module = PositionalEncoding(4).eval()
    x = torch.randn(1, 2, 4)
    torch.testing.assert_close(module(x, 4998), expected_sum(x, 4998), rtol=0, atol=1e-10)
    with pytest.raises(ValueError, match=r"4999.*2.*5000"):
        module(x, 4999)
    assert module.dropout.p == 0.1


def test_the_table_is_a_buffer_that_is_not_saved() -> None:
    module = PositionalEncoding(6, max_len=10)
    assert [tuple(buffer.shape) for buffer in module.buffers()] == [(10, 6)]
    assert not list(module.parameters())
    assert not module.state_dict()
    PositionalEncoding(6, max_len=20).load_state_dict(module.state_dict())


@pytest.mark.parametrize("default", [torch.float32, torch.float64])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_follows_the_dtype(dtype: torch.dtype, default: torch.dtype) -> None:
    torch.set_default_dtype(default)
    module = PositionalEncoding(6, dropout=0.0, max_len=10)
    assert nn.Sequential(module).to(dtype)(torch.randn(2, 4, 6, dtype=dtype)).dtype == dtype


@pytest.mark.parametrize(("T", "offset"), [(9, 0), (3, 7), (1, 8), (2, -3), (1, -1)])
def test_refuses_positions_outside_the_table(T: int, offset: int) -> None:
    with pytest.raises(ValueError, match=rf"{offset}.*{T}.*8"):
        PositionalEncoding(6, max_len=8)(torch.randn(2, T, 6), offset)


def test_the_input_is_kept() -> None:
    x = torch.randn(2, 5, 6)
    before = x.clone()
    PositionalEncoding(6, max_len=8)(x, 2)
    assert torch.equal(x, before)
