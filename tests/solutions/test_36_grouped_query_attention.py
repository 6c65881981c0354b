"""F.scaled_dot_product_attention with enable_gqa, LlamaAttention's repeat_kv, and torch's multi-head attention."""

from __future__ import annotations

import inspect

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tests.solutions import load

GroupedQueryAttention, pool_heads = load(36).GroupedQueryAttention, load(36).pool_heads
SIZES = [(12, 4, 2), (24, 6, 2), (12, 6, 3), (15, 3, 1), (12, 3, 3), (6, 6, 2), (5, 1, 1)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def attention(size: tuple[int, int, int]) -> nn.Module:
    module = GroupedQueryAttention(*size).double()
    for weight in module.parameters():
        nn.init.normal_(weight, std=0.6)
    return module


def compare(got: Tensor, wanted: Tensor, inputs: list[Tensor]) -> None:
    """Values, and the gradients of inputs and parameters."""
    torch.testing.assert_close(got, wanted, rtol=1e-10, atol=1e-12)
    weights = torch.randn_like(wanted)
    gradients, expected = (
        torch.autograd.grad((out * weights).sum(), inputs) for out in (got, wanted)
    )
    torch.testing.assert_close(gradients, expected, rtol=1e-9, atol=1e-11)


def heads_of(x: Tensor, d: int) -> Tensor:
    return torch.stack(x.split(d, dim=-1), dim=1)


@sizes
@pytest.mark.parametrize("T", [1, 4, 7])
def test_as_torch_with_shared_keys(size, T):
    if "enable_gqa" not in inspect.getdoc(F.scaled_dot_product_attention):
        pytest.skip("this torch has no enable_gqa")
    torch.manual_seed(sum(size) + T)
    D, H, _ = size
    ours, x = attention(size), torch.randn(2, T, D, dtype=torch.float64, requires_grad=True)
    q, k, v = (heads_of(layer(x), D // H) for layer in (ours.w_q, ours.w_k, ours.w_v))
    out = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    wanted = ours.w_o(torch.cat(out.unbind(1), dim=-1))
    compare(ours(x), wanted, [x, *ours.parameters()])


@sizes
def test_heads_are_repeated_as_llama_repeats_them(size):
    llama = pytest.importorskip("transformers.models.llama.modeling_llama")
    torch.manual_seed(sum(size))
    D, H, G = size
    ours, x = attention(size), torch.randn(3, 5, D, dtype=torch.float64, requires_grad=True)
    q, k, v = (heads_of(layer(x), D // H) for layer in (ours.w_q, ours.w_k, ours.w_v))
    k, v = llama.repeat_kv(k, H // G), llama.repeat_kv(v, H // G)
    out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    wanted = ours.w_o(out.transpose(1, 2).reshape(x.shape))
    compare(ours(x), wanted, [x, *ours.parameters()])


def test_with_a_key_head_for_each_query_head_it_is_multihead_attention():
    torch.manual_seed(1)
    ours, x = attention((12, 3, 3)), torch.randn(2, 5, 12, dtype=torch.float64)
    oracle = nn.MultiheadAttention(12, 3, bias=False, batch_first=True).double()
    with torch.no_grad():
        packed = [ours.w_q.weight, ours.w_k.weight, ours.w_v.weight]
        oracle.in_proj_weight.copy_(torch.cat(packed))
        oracle.out_proj.weight.copy_(ours.w_o.weight)
    future = torch.ones(5, 5).triu(1).bool()
    wanted, _ = oracle(x, x, x, attn_mask=future, need_weights=False)
    torch.testing.assert_close(ours(x), wanted, rtol=1e-10, atol=1e-12)


def test_a_later_token_changes_nothing_before_it():
    torch.manual_seed(2)
    ours, x = attention((12, 4, 2)), torch.randn(2, 6, 12, dtype=torch.float64)
    other = torch.cat([x[:, :4], torch.randn(2, 2, 12, dtype=torch.float64)], dim=1)
    torch.testing.assert_close(ours(x)[:, :4], ours(other)[:, :4], rtol=0, atol=0)
    assert not torch.allclose(ours(x)[:, 4:], ours(other)[:, 4:])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_large_scores_stay_finite(dtype):
    torch.manual_seed(3)
    ours = attention((12, 4, 2)).to(dtype)
    got = ours((100 * torch.randn(2, 6, 12)).to(dtype))
    assert got.dtype == dtype
    assert got.isfinite().all()


@pytest.mark.parametrize(
    ("H", "G", "d", "D"), [(6, 2, 2, 5), (4, 2, 4, 4), (5, 1, 3, 7), (4, 4, 2, 3)]
)
def test_pooled_heads_written_out(H, G, d, D):
    """One number at a time, from the rows in which each head lies."""
    torch.manual_seed(H * G)
    weight = torch.randn(H * d, D, dtype=torch.float64)
    got = pool_heads(weight, H, G)
    assert got.shape == (G * d, D)
    for g in range(G):
        heads = range(g * H // G, (g + 1) * H // G)
        for i in range(d):
            for j in range(D):
                mean = sum(weight[h * d + i, j].item() for h in heads) / len(heads)
                assert got[g * d + i, j].item() == pytest.approx(mean, rel=1e-12)


def test_pooling_equal_heads_changes_no_result():
    """A multi-head model whose groups have equal key and value heads is a grouped one already."""
    torch.manual_seed(4)
    few, x = attention((12, 6, 2)), torch.randn(2, 5, 12, dtype=torch.float64)
    many = attention((12, 6, 6))
    with torch.no_grad():
        many.w_q.weight.copy_(few.w_q.weight)
        many.w_o.weight.copy_(few.w_o.weight)
        for name in ("w_k", "w_v"):
            heads = getattr(few, name).weight.unflatten(0, (2, -1)).repeat_interleave(3, dim=0)
            getattr(many, name).weight.copy_(heads.flatten(0, 1))
            pooled = pool_heads(getattr(many, name).weight, 6, 2)
            torch.testing.assert_close(pooled, getattr(few, name).weight, rtol=1e-14, atol=1e-15)
    torch.testing.assert_close(many(x), few(x), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(
    ("D", "H", "G", "said"), [(10, 4, 2, "10.*4"), (12, 6, 4, "6.*4"), (12, 2, 4, "2.*4")]
)
def test_heads_that_do_not_fit_are_refused(D, H, G, said):
    with pytest.raises(ValueError, match=said):
        GroupedQueryAttention(D, H, G)


@pytest.mark.parametrize(("rows", "H", "G", "said"), [(10, 4, 2, "10.*4"), (12, 6, 4, "6.*4")])
def test_pooling_what_does_not_fit_is_refused(rows, H, G, said):
    with pytest.raises(ValueError, match=said):
        pool_heads(torch.randn(rows, 3), H, G)
