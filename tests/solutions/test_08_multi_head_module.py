"""MultiHeadAttention against nn.MultiheadAttention, and against the formula head by head."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from tests.solutions import load

MultiHeadAttention = load(8).MultiHeadAttention
NAMES = ("w_q", "w_k", "w_v", "w_o")
EXACT = {"rtol": 1e-10, "atol": 1e-12}
SHAPES = [(2, 4, 7, 12, 3), (3, 6, 5, 8, 2), (4, 4, 6, 12, 4), (1, 1, 1, 6, 1), (2, 3, 3, 5, 5)]


def pair(
    d_model: int, num_heads: int, dropout: float = 0.0, bias: bool = True
) -> tuple[nn.Module, nn.MultiheadAttention]:
    """The reference and torch's module with the same random weights, in float64."""
    torch.manual_seed(d_model + num_heads)
    ours = MultiHeadAttention(d_model, num_heads, dropout, bias).double()
    theirs = nn.MultiheadAttention(
        d_model, num_heads, dropout, bias=bias, batch_first=True, dtype=torch.float64
    )
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.copy_(torch.randn_like(parameter) / math.sqrt(d_model))
        theirs.in_proj_weight.copy_(torch.cat([getattr(ours, n).weight for n in NAMES[:3]]))
        if bias:
            theirs.in_proj_bias.copy_(torch.cat([getattr(ours, n).bias for n in NAMES[:3]]))
    theirs.out_proj.load_state_dict(ours.w_o.state_dict())
    return ours, theirs


def inputs(B: int, T: int, S: int, D: int) -> tuple[Tensor, Tensor, Tensor]:
    return tuple(torch.randn(B, n, D, dtype=torch.float64, requires_grad=True) for n in (T, S, S))


def probe(*outputs: Tensor) -> Tensor:
    """A scalar in which every element of every output has its own random factor."""
    generator = torch.Generator().manual_seed(1)
    factors = [torch.randn(out.shape, dtype=out.dtype, generator=generator) for out in outputs]
    return sum((out * factor).sum() for out, factor in zip(outputs, factors, strict=True))


def packed_gradients(module: nn.Module, x: tuple[Tensor, ...], loss: Tensor) -> list[Tensor]:
    """Gradients in the order of torch's module: inputs, packed weights (and biases), output."""
    projections = [getattr(module, n) for n in NAMES]
    names = ["weight"] if projections[0].bias is None else ["weight", "bias"]
    wanted = [*x, *(getattr(p, name) for name in names for p in projections)]
    gradients = iter(torch.autograd.grad(loss, wanted))
    of_inputs = [next(gradients) for _ in x]
    groups = [[next(gradients) for _ in NAMES] for _ in names]
    return [*of_inputs, *(torch.cat(g[:3]) for g in groups), *(g[3] for g in groups)]


def their_gradients(
    module: nn.MultiheadAttention, x: tuple[Tensor, ...], loss: Tensor
) -> list[Tensor]:
    biases = [] if module.in_proj_bias is None else [module.in_proj_bias]
    wanted = [*x, module.in_proj_weight, *biases, *module.out_proj.parameters()]
    return list(torch.autograd.grad(loss, wanted))


def compare(got: list[Tensor], expected: list[Tensor]) -> None:
    for mine, reference in zip(got, expected, strict=True):
        torch.testing.assert_close(mine, reference, **EXACT)


def some_keys(*shape: int) -> Tensor:
    """A random mask that leaves every row at least its first key."""
    mask = torch.rand(*shape) < 0.6
    mask[..., 0] = True
    return mask


MASKS = {
    "none": lambda B, T, S: None,
    "padding (B, S)": lambda B, T, S: some_keys(B, S),
    "per query (B, T, S)": some_keys,
    "shared (1, T, S)": lambda B, T, S: some_keys(1, T, S),
}


def torch_arguments(mask: Tensor | None, num_heads: int, B: int) -> dict[str, Tensor]:
    """The same mask as nn.MultiheadAttention wants it: True means ignore."""
    if mask is None:
        return {}
    if mask.dim() == 2:
        return {"key_padding_mask": ~mask}
    return {"attn_mask": ~mask.expand(B, -1, -1).repeat_interleave(num_heads, dim=0)}


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("mask_name", MASKS)
@pytest.mark.parametrize(("B", "T", "S", "D", "H"), SHAPES)
def test_agrees_with_torch(
    B: int, T: int, S: int, D: int, H: int, mask_name: str, bias: bool
) -> None:
    ours, theirs = pair(D, H, bias=bias)
    x = inputs(B, T, S, D)
    mask = MASKS[mask_name](B, T, S)
    got = ours(*x, mask=mask, need_weights=True)
    expected = theirs(*x, average_attn_weights=False, **torch_arguments(mask, H, B))
    assert got[1].shape == (B, H, T, S)
    compare(list(got), list(expected))
    compare(packed_gradients(ours, x, probe(*got)), their_gradients(theirs, x, probe(*expected)))


@pytest.mark.parametrize("p", [0.0, 0.4, 1.0])
def test_dropout_agrees_with_torch_in_training_mode(p: float) -> None:
    ours, theirs = pair(12, 3, dropout=p)
    x = inputs(2, 4, 7, 12)
    mask = some_keys(2, 7)
    torch.manual_seed(0)
    got = ours(*x, mask=mask, need_weights=True)
    torch.manual_seed(0)
    expected = theirs(*x, average_attn_weights=False, key_padding_mask=~mask)
    compare(list(got), list(expected))
    compare(packed_gradients(ours, x, probe(*got)), their_gradients(theirs, x, probe(*expected)))


def test_everything_dropped_leaves_the_output_bias() -> None:
    ours, _ = pair(12, 3, dropout=1.0)
    output, weights = ours(*inputs(2, 4, 5, 12), need_weights=True)
    assert weights.count_nonzero() == 0
    assert torch.equal(output, ours.w_o.bias.expand(2, 4, 12))


def test_dropout_does_nothing_in_eval_mode() -> None:
    ours, theirs = pair(12, 3, dropout=0.9)
    x = inputs(2, 4, 7, 12)
    compare(
        list(ours.eval()(*x, need_weights=True)),
        list(theirs.eval()(*x, average_attn_weights=False)),
    )


def test_weights_only_on_request() -> None:
    ours, _ = pair(12, 3)
    x = inputs(2, 4, 7, 12)
    output, weights = ours(*x)
    assert weights is None
    assert torch.equal(output, ours(*x, need_weights=True)[0])


def by_the_formula(
    module: nn.Module, num_heads: int, x: tuple[Tensor, ...], mask: Tensor
) -> tuple[Tensor, Tensor]:
    """One weight at a time, for a mask (B, T, S); a row without an allowed key stays zero."""
    (B, T, D), S = x[0].shape, x[1].size(1)
    d = D // num_heads
    q, k, v = (getattr(module, n)(t) for n, t in zip(NAMES, x, strict=False))
    rows, mixed = [], []
    for b in range(B):
        for h in range(num_heads):
            own = slice(h * d, (h + 1) * d)
            for i in range(T):
                powers = {
                    j: ((q[b, i, own] * k[b, j, own]).sum() / math.sqrt(d)).exp()
                    for j in range(S)
                    if mask[b, i, j]
                }
                total = sum(powers.values())
                row = [powers[j] / total if j in powers else q.new_zeros(()) for j in range(S)]
                rows.append(torch.stack(row))
                mixed.append(sum(w * v[b, j, own] for j, w in enumerate(row)))
    merged = torch.stack(mixed).view(B, num_heads, T, d).permute(0, 2, 1, 3).reshape(B, T, D)
    return module.w_o(merged), torch.stack(rows).view(B, num_heads, T, S)


@pytest.mark.parametrize("empty", ["one query", "one example", "a padded example"])
def test_empty_rows_agree_with_the_formula(empty: str) -> None:
    ours, _ = pair(6, 3)
    x = inputs(2, 3, 4, 6)
    full = some_keys(2, 3, 4)
    if empty == "one query":
        full[1, 2] = False
        mask = full
    elif empty == "one example":
        full[0] = False
        mask = full
    else:
        mask = some_keys(2, 4)
        mask[1] = False
        full = mask[:, None].expand(2, 3, 4)
    got = ours(*x, mask=mask, need_weights=True)
    expected = by_the_formula(ours, 3, x, full)
    compare(list(got), list(expected))
    compare(packed_gradients(ours, x, probe(*got)), packed_gradients(ours, x, probe(*expected)))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_nothing_to_attend_to_gives_zeros_and_finite_gradients(dtype: torch.dtype) -> None:
    module = MultiHeadAttention(6, 2).to(dtype)
    x = tuple(t.detach().to(dtype).requires_grad_() for t in inputs(2, 3, 4, 6))
    output, weights = module(*x, torch.tensor([[True] * 4, [False] * 4]), need_weights=True)
    assert output.dtype == weights.dtype == dtype
    assert weights[1].count_nonzero() == 0
    assert torch.equal(output[1], module.w_o.bias.expand(3, 6))
    assert all(g.isfinite().all() for g in packed_gradients(module, x, probe(output, weights)))


def test_heads_must_divide_the_width() -> None:
    with pytest.raises(ValueError, match=r"10.*4"):
        MultiHeadAttention(10, 4)
