"""SelfAttention against nn.MultiheadAttention with one head, and against the formula as scalar loops."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from tests.solutions import load

SelfAttention = load(2).SelfAttention
NAMES = ("w_q", "w_k", "w_v", "w_o")
EXACT = {"rtol": 1e-10, "atol": 1e-12}


def pair(d_model: int) -> tuple[nn.Module, nn.MultiheadAttention]:
    """The reference and torch's module with the same random weights, in float64."""
    torch.manual_seed(d_model)
    ours = SelfAttention(d_model).double()
    theirs = nn.MultiheadAttention(d_model, 1, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.copy_(torch.randn_like(parameter) / math.sqrt(d_model))
        theirs.in_proj_weight.copy_(torch.cat([getattr(ours, n).weight for n in NAMES[:3]]))
        theirs.in_proj_bias.copy_(torch.cat([getattr(ours, n).bias for n in NAMES[:3]]))
    theirs.out_proj.load_state_dict(ours.w_o.state_dict())
    return ours, theirs


def probe(*outputs: Tensor) -> Tensor:
    """A scalar in which every element of every output has its own random factor."""
    generator = torch.Generator().manual_seed(1)
    factors = [torch.randn(out.shape, dtype=out.dtype, generator=generator) for out in outputs]
    return sum((out * factor).sum() for out, factor in zip(outputs, factors, strict=True))


def by_the_formula(module: nn.Module, x: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """softmax(QKᵀ/√d)·V one number at a time; a row without an allowed key stays zero."""
    B, T, D = x.shape
    q, k, v = (
        [w.weight @ x[b, i] + w.bias for b in range(B) for i in range(T)]
        for w in (module.w_q, module.w_k, module.w_v)
    )
    rows, mixed = [], []
    for b in range(B):
        for i in range(T):
            allowed = [
                j for j in range(T) if mask is None or (mask if mask.dim() == 2 else mask[b])[i, j]
            ]
            powers = {
                j: ((q[b * T + i] * k[b * T + j]).sum() / math.sqrt(D)).exp() for j in allowed
            }
            total = sum(powers.values())
            row = [powers[j] / total if j in powers else x.new_zeros(()) for j in range(T)]
            rows.append(torch.stack(row))
            mixed.append(sum(w * v[b * T + j] for j, w in enumerate(row)))
    output = torch.stack(mixed).view(B, T, D) @ module.w_o.weight.T + module.w_o.bias
    return output, torch.stack(rows).view(B, T, T)


MASKS = {
    "none": lambda B, T: None,
    "causal": lambda B, T: torch.ones(T, T, dtype=torch.bool).tril(),
    "per example": lambda B, T: (torch.rand(B, T, T) < 0.6) | torch.eye(T, dtype=torch.bool),
}
EMPTY_ROWS = {
    "first query": lambda B, T: torch.ones(T, T, dtype=torch.bool).tril(-1),
    "whole example": lambda B, T: (torch.arange(B) > 0)[:, None, None].expand(B, T, T),
}


def gradients(module: nn.Module, x: Tensor, outputs: tuple[Tensor, ...]) -> list[Tensor]:
    wanted = [x, *(p for n in NAMES for p in getattr(module, n).parameters())]
    return list(torch.autograd.grad(probe(*outputs), wanted))


@pytest.mark.parametrize("mask_name", MASKS)
@pytest.mark.parametrize(("B", "T", "D"), [(2, 5, 6), (3, 4, 8), (4, 4, 5), (1, 1, 3), (1, 7, 1)])
def test_agrees_with_torch(B: int, T: int, D: int, mask_name: str) -> None:
    ours, theirs = pair(D)
    x = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)
    mask = MASKS[mask_name](B, T)

    output, weights = ours(x, mask)
    expected, expected_weights = theirs(x, x, x, attn_mask=None if mask is None else ~mask)
    torch.testing.assert_close(output, expected, **EXACT)
    torch.testing.assert_close(weights, expected_weights, **EXACT)

    got = gradients(ours, x, (output, weights))
    packed = [theirs.in_proj_weight, theirs.in_proj_bias]
    of_x, of_weight, of_bias, *of_out = torch.autograd.grad(
        probe(expected, expected_weights), [x, *packed, *theirs.out_proj.parameters()]
    )
    split = [g for pair_ in zip(of_weight.chunk(3), of_bias.chunk(3), strict=True) for g in pair_]
    for mine, reference in zip(got, [of_x, *split, *of_out], strict=True):
        torch.testing.assert_close(mine, reference, **EXACT)


@pytest.mark.parametrize("mask_name", [*MASKS, *EMPTY_ROWS])
def test_agrees_with_the_formula(mask_name: str) -> None:
    ours, _ = pair(4)
    x = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    mask = {**MASKS, **EMPTY_ROWS}[mask_name](2, 3)
    got, expected = ours(x, mask), by_the_formula(ours, x, mask)
    for mine, reference in zip(got, expected, strict=True):
        torch.testing.assert_close(mine, reference, **EXACT)
    for mine, reference in zip(gradients(ours, x, got), gradients(ours, x, expected), strict=True):
        torch.testing.assert_close(mine, reference, **EXACT)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_a_row_without_keys_is_zero_and_its_gradient_finite(dtype: torch.dtype) -> None:
    module = SelfAttention(6).to(dtype)
    x = torch.randn(2, 4, 6, dtype=dtype, requires_grad=True)
    output, weights = module(x, EMPTY_ROWS["whole example"](2, 4))
    assert output.dtype == weights.dtype == dtype
    assert torch.equal(weights[0], torch.zeros(4, 4, dtype=dtype))
    assert torch.equal(output[0], module.w_o.bias.expand(4, 6))
    assert all(g.isfinite().all() for g in gradients(module, x, (output, weights)))


def test_blocked_keys_weigh_exactly_nothing() -> None:
    module, _ = pair(6)
    mask = MASKS["causal"](3, 5)
    _, weights = module(50 * torch.randn(3, 5, 6, dtype=torch.float64), mask)
    assert weights.masked_select(~mask).count_nonzero() == 0
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 5, dtype=torch.float64), **EXACT)


def test_permuting_the_tokens_permutes_the_output() -> None:
    module, _ = pair(6)
    x, order = torch.randn(2, 5, 6, dtype=torch.float64), torch.randperm(5)
    torch.testing.assert_close(module(x[:, order])[0], module(x)[0][:, order], **EXACT)
