"""Question 1 against torch's own attention on hand-split heads, and against scalar loops."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SHAPES = [
    # B, T, S, H, d
    (2, 4, 7, 3, 5),
    (3, 6, 5, 2, 4),
    (2, 5, 5, 3, 2),
    (3, 3, 3, 3, 3),
    (1, 1, 1, 2, 3),
    (2, 1, 6, 1, 5),
    (2, 4, 1, 6, 1),
]


def draw(shape: tuple[int, ...], seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    B, T, S, H, d = shape
    generator = torch.Generator().manual_seed(seed)
    made = [
        torch.randn(B, length, H * d, dtype=torch.float64, generator=generator)
        for length in (T, S, S)
    ]
    return tuple(x.requires_grad_() for x in made)


def masks(shape: tuple[int, ...]) -> dict[str, Tensor | None]:
    B, T, S, _, _ = shape
    generator = torch.Generator().manual_seed(1)
    mixed = torch.rand(B, T, S, generator=generator) < 0.6
    some_empty = mixed.clone()
    some_empty[0, 0] = False
    return {
        "none": None,
        "causal": torch.ones(T, S, dtype=torch.bool).tril(S - T),
        "one row": mixed[0, :1],
        "padding": torch.arange(S) < torch.randint(1, S + 1, (B, 1, 1), generator=generator),
        "per example": mixed,
        "an empty row": some_empty,
        "nothing": torch.zeros(B, 1, S, dtype=torch.bool),
    }


def by_torch(query: Tensor, key: Tensor, value: Tensor, H: int, mask: Tensor | None) -> Tensor:
    """One call of torch's attention for each head, on a slice of the features."""
    d = query.size(-1) // H
    slices = [slice(h * d, (h + 1) * d) for h in range(H)]
    heads = [
        F.scaled_dot_product_attention(
            query[..., part], key[..., part], value[..., part], attn_mask=mask
        )
        for part in slices
    ]
    return torch.cat(heads, dim=-1)


def by_loops(query: Tensor, key: Tensor, value: Tensor, H: int, mask: Tensor | None) -> Tensor:
    """The formula, one number at a time."""
    B, T, D = query.shape
    S, d = key.size(1), D // H
    allowed = torch.ones(B, T, S).bool() if mask is None else mask.expand(B, T, S)
    q, k, v, keep = (x.tolist() for x in (query, key, value, allowed))
    out = [[[0.0] * D for _ in range(T)] for _ in range(B)]
    for b in range(B):
        for t in range(T):
            for h in range(H):
                features = range(h * d, (h + 1) * d)
                seen = [s for s in range(S) if keep[b][t][s]]
                scores = [sum(q[b][t][j] * k[b][s][j] for j in features) for s in seen]
                powers = [math.exp(score / math.sqrt(d)) for score in scores]
                for power, s in zip(powers, seen, strict=True):
                    for j in features:
                        out[b][t][j] += power / sum(powers) * v[b][s][j]
    return torch.tensor(out, dtype=torch.float64)


@pytest.mark.parametrize("kind", masks(SHAPES[0]))
@pytest.mark.parametrize("shape", SHAPES)
def test_values_and_gradients_are_torchs(shape: tuple[int, ...], kind: str) -> None:
    inputs, H, mask = draw(shape), shape[3], masks(shape)[kind]
    got = load(1).multi_head_attention(*inputs, H, mask)
    want = by_torch(*inputs, H, mask)
    torch.testing.assert_close(got, want, **CLOSE)

    upstream = torch.randn(got.shape, dtype=got.dtype, generator=torch.Generator().manual_seed(2))
    got_grads = torch.autograd.grad(got, inputs, upstream)
    want_grads = torch.autograd.grad(want, inputs, upstream)
    for got_grad, want_grad in zip(got_grads, want_grads, strict=True):
        torch.testing.assert_close(got_grad, want_grad, **CLOSE)


@pytest.mark.parametrize("kind", masks(SHAPES[0]))
@pytest.mark.parametrize("shape", SHAPES)
def test_values_are_the_formulas(shape: tuple[int, ...], kind: str) -> None:
    inputs, H, mask = draw(shape), shape[3], masks(shape)[kind]
    got = load(1).multi_head_attention(*inputs, H, mask)
    torch.testing.assert_close(got.detach(), by_loops(*inputs, H, mask), **CLOSE)


def test_a_query_that_sees_nothing_gets_zeros_and_finite_gradients() -> None:
    shape = (2, 4, 5, 3, 2)
    inputs = draw(shape)
    mask = torch.ones(2, 4, 5, dtype=torch.bool)
    mask[1, 2] = False
    out = load(1).multi_head_attention(*inputs, 3, mask)
    assert out[1, 2].eq(0).all()
    assert out[1, 1].ne(0).all()
    out.square().sum().backward()
    assert all(x.grad.isfinite().all() for x in inputs)
    assert inputs[0].grad[1, 2].eq(0).all()


def test_large_scores_stay_finite() -> None:
    query, key, value = (x.detach() for x in draw((2, 4, 6, 2, 5)))
    mask = torch.arange(6) < torch.tensor([3, 6])[:, None, None]
    got = load(1).multi_head_attention(100 * query, 100 * key, value, 2, mask)
    torch.testing.assert_close(got, by_torch(100 * query, 100 * key, value, 2, mask), **CLOSE)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_dtype_is_kept(dtype: torch.dtype) -> None:
    inputs = [x.detach().to(dtype) for x in draw((2, 4, 7, 3, 5))]
    mask = torch.arange(7) < torch.tensor([7, 0])[:, None, None]
    out = load(1).multi_head_attention(*inputs, 3, mask)
    assert out.dtype == dtype
    assert out.isfinite().all()


def test_inputs_need_not_be_contiguous() -> None:
    inputs = draw((2, 4, 7, 3, 5))
    strided = [x.detach().transpose(0, 2).contiguous().transpose(0, 2) for x in inputs]
    assert not strided[0].is_contiguous()
    got = load(1).multi_head_attention(*strided, 3)
    torch.testing.assert_close(got, by_torch(*inputs, 3, None).detach(), **CLOSE)


def test_the_width_must_be_divisible() -> None:
    x = torch.zeros(2, 3, 10)
    with pytest.raises(ValueError, match=r"10.*4"):
        load(1).multi_head_attention(x, x, x, 4)
