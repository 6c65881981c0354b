"""Both layouts against the code of GPT-J, GPT-NeoX and Llama in transformers, and complex numbers."""

from __future__ import annotations

import cmath

import pytest
import torch
from torch import Tensor
from transformers.models.gpt_neox.modeling_gpt_neox import apply_rotary_pos_emb as neox_rotary
from transformers.models.gptj.modeling_gptj import apply_rotary_pos_emb as gptj_rotary
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb as llama_rotary

from tests.solutions import load

apply_rotary, to_half_split = load(34).apply_rotary, load(34).to_half_split
CLOSE = {"rtol": 1e-11, "atol": 1e-12}
SIZES = [(2, 3, 5, 8), (1, 1, 1, 2), (2, 4, 4, 6), (3, 2, 7, 12)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def drawn(size: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """x (B, H, T, d) with a gradient, and positions (B, T)."""
    torch.manual_seed(sum(size))
    B, _, T, _ = size
    x = torch.randn(size, dtype=torch.float64, requires_grad=True)
    return x, torch.randint(0, 500, (B, T))


def table(positions: Tensor, base: float, r: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine (B, T, r/2), one complex number after the other."""
    turns = [
        [[cmath.exp(1j * p * base ** (-2 * i / r)) for i in range(r // 2)] for p in row]
        for row in positions.tolist()
    ]
    values = torch.tensor(turns, dtype=torch.complex128)
    return values.real, values.imag


def compare(got: Tensor, expected: Tensor, x: Tensor) -> None:
    """Values, and the gradient of x."""
    torch.testing.assert_close(got, expected, **CLOSE)
    weights = torch.linspace(-1, 2, got.numel(), dtype=got.dtype).view_as(got)
    gradients = [torch.autograd.grad((out * weights).sum(), x)[0] for out in (got, expected)]
    torch.testing.assert_close(*gradients, **CLOSE)


@sizes
@pytest.mark.parametrize("base", [10000.0, 500000.0])
def test_half_split_is_llamas(size, base):
    x, positions = drawn(size)
    cos, sin = (torch.cat([t, t], dim=-1) for t in table(positions, base, size[-1]))
    compare(apply_rotary(x, positions, base, False), llama_rotary(x, x, cos, sin)[0], x)


@pytest.mark.parametrize("r", [2, 6, 10])
def test_half_split_of_a_part_is_gpt_neoxs(r):
    x, positions = drawn((2, 3, 5, 10))
    cos, sin = (torch.cat([t, t], dim=-1) for t in table(positions, 10000.0, r))
    compare(apply_rotary(x, positions, 10000.0, False, r), neox_rotary(x, x, cos, sin)[0], x)


@sizes
def test_interleaved_is_gpt_js(size):
    x, positions = drawn(size)
    cos, sin = table(positions, 10000.0, size[-1])
    expected = gptj_rotary(x.transpose(1, 2), sin, cos).transpose(1, 2)  # theirs is (B, T, H, d)
    compare(apply_rotary(x, positions, 10000.0, True), expected, x)


@sizes
@pytest.mark.parametrize("rest", [0, 3])
def test_interleaved_is_a_product_of_complex_numbers(size, rest):
    x, positions = drawn((*size[:-1], size[-1] + rest))
    r = size[-1]
    cos, sin = table(positions, 1000.0, r)
    pairs = torch.view_as_complex(x[..., :r].unflatten(-1, (-1, 2)).contiguous())
    turned = torch.view_as_real(pairs * torch.complex(cos, sin)[:, None]).flatten(-2)
    expected = torch.cat([turned, x[..., r:]], dim=-1)
    compare(apply_rotary(x, positions, 1000.0, True, r), expected, x)


@pytest.mark.parametrize("interleaved", [True, False])
def test_a_common_shift_changes_no_score(interleaved):
    q, positions = drawn((2, 3, 6, 8))
    k = torch.randn_like(q)
    scores = [
        apply_rotary(q, positions + shift, 10000.0, interleaved)
        @ apply_rotary(k, positions + shift, 10000.0, interleaved).mT
        for shift in (0, 100)
    ]
    torch.testing.assert_close(*scores, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("H", "G", "d"), [(2, 2, 8), (4, 2, 6), (3, 1, 10), (2, 1, 2)])
def test_reordered_weights_give_the_same_scores_in_the_other_layout(H, G, d):
    """With grouped queries: H heads of queries, G of keys. Weights and biases."""
    torch.manual_seed(H + d)
    B, T, D = 2, 5, 7
    x, positions = torch.randn(B, T, D).double(), torch.randint(0, 90, (B, T))
    wq, wk = torch.randn(H * d, D).double(), torch.randn(G * d, D).double()
    bq, bk = torch.randn(H * d).double(), torch.randn(G * d).double()

    def scores(wq: Tensor, bq: Tensor, wk: Tensor, bk: Tensor, interleaved: bool) -> Tensor:
        q = (x @ wq.T + bq).unflatten(-1, (H, d)).transpose(1, 2)
        k = (x @ wk.T + bk).unflatten(-1, (G, d)).transpose(1, 2)
        q, k = (apply_rotary(t, positions, 10000.0, interleaved) for t in (q, k))
        return q @ k.repeat_interleave(H // G, dim=1).mT

    before = scores(wq, bq, wk, bk, True)
    reordered = (to_half_split(w, H) for w in (wq, bq)), (to_half_split(w, G) for w in (wk, bk))
    torch.testing.assert_close(scores(*reordered[0], *reordered[1], False), before, **CLOSE)


def test_the_order_of_rows_written_out():
    rows = torch.arange(12)
    assert to_half_split(rows, 2).tolist() == [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11]


def test_angles_do_not_lose_their_positions_in_bfloat16():
    x, positions = torch.randn(1, 2, 3, 4), torch.tensor([[601, 602, 603]])
    got = apply_rotary(x.bfloat16(), positions, 10000.0, False)
    assert got.dtype == torch.bfloat16
    exact = apply_rotary(x.bfloat16().double(), positions, 10000.0, False)
    torch.testing.assert_close(got.double(), exact, rtol=0.02, atol=0.02)


@pytest.mark.parametrize(("d", "r"), [(8, 5), (7, None), (6, 8)])
def test_features_that_make_no_pairs_are_refused(d, r):
    with pytest.raises(ValueError, match=f"at most {d}, got {r or d}"):
        apply_rotary(torch.randn(1, 1, 2, d), torch.tensor([[0, 1]]), 10000.0, False, r)


@pytest.mark.parametrize(("rows", "heads"), [(14, 3), (15, 3), (4, 4)])
def test_rows_that_are_no_heads_are_refused(rows, heads):
    with pytest.raises(ValueError, match=rf"{rows} rows are not {heads} heads"):
        to_half_split(torch.randn(rows, 5), heads)
