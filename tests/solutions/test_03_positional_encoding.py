"""sinusoidal_encoding against the paper's formula scalar by scalar, and against transformers."""

import math

import pytest
import torch
from transformers.models.xlm.modeling_xlm import create_sinusoidal_embeddings

from tests.solutions import load

sinusoidal_encoding = load(3).sinusoidal_encoding
SHAPES = [(1, 1), (1, 6), (5, 1), (6, 2), (11, 3), (8, 8), (10, 9), (40, 24), (300, 17)]


@pytest.fixture(autouse=True)
def double_precision():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def by_the_formula(max_len: int, d_model: int, base: float) -> torch.Tensor:
    """Section 3.5, one number at a time."""
    table = torch.empty(max_len, d_model)
    for pos in range(max_len):
        for i in range(d_model):
            if 2 * i < d_model:
                table[pos, 2 * i] = math.sin(pos / base ** (2 * i / d_model))
            if 2 * i + 1 < d_model:
                table[pos, 2 * i + 1] = math.cos(pos / base ** (2 * i / d_model))
    return table


@pytest.mark.parametrize("base", [10000.0, 10000, 50.0, 1.5])
@pytest.mark.parametrize(("max_len", "d_model"), SHAPES)
def test_agrees_with_the_formula(max_len: int, d_model: int, base: float) -> None:
    expected = by_the_formula(max_len, d_model, base)
    got = sinusoidal_encoding(max_len, d_model, base)
    torch.testing.assert_close(got, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("max_len", "d_model"), SHAPES)
def test_agrees_with_transformers(max_len: int, d_model: int) -> None:
    expected = torch.empty(max_len, d_model)
    create_sinusoidal_embeddings(max_len, d_model, expected)  # rounds to float32
    torch.testing.assert_close(sinusoidal_encoding(max_len, d_model), expected, rtol=0, atol=1e-7)


@pytest.mark.parametrize("k", [0, 1, 5, 17])
def test_a_shift_rotates_every_pair(k: int) -> None:
    D, base = 12, 10000.0
    table = sinusoidal_encoding(50, D, base)
    shift = torch.zeros(D, D)
    for i in range(D // 2):
        angle = k * base ** (-2 * i / D)
        cos, sin = math.cos(angle), math.sin(angle)
        shift[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = torch.tensor([[cos, sin], [-sin, cos]])
    torch.testing.assert_close(table[k:], table[: 50 - k] @ shift.T, rtol=0, atol=1e-12)


def test_dot_products_depend_on_the_distance_alone() -> None:
    table = sinusoidal_encoding(30, 16)
    products = table @ table.T
    for distance in range(30):
        diagonal = products.diagonal(distance)
        torch.testing.assert_close(diagonal, diagonal[:1].expand_as(diagonal), rtol=0, atol=1e-12)
    torch.testing.assert_close(products.diagonal(), torch.full((30,), 8.0), rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_has_the_default_dtype_and_rounds_only_once(dtype: torch.dtype) -> None:
    torch.set_default_dtype(dtype)
    table = sinusoidal_encoding(5000, 6)
    torch.set_default_dtype(torch.float64)
    assert table.dtype == dtype
    expected = by_the_formula(5000, 6, 10000.0)
    atol = 6e-8 if dtype == torch.float32 else 1e-11
    torch.testing.assert_close(table.double(), expected, rtol=0, atol=atol)
