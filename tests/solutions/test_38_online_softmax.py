"""torch's flash kernel for the CPU, autograd of SDPA, and blocks put together again."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

attend, merge = load(38).attend, load(38).merge
attention_backward = load(38).attention_backward
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SIZES = [(2, 3, 4, 7, 5), (1, 2, 6, 6, 4), (3, 1, 1, 9, 8), (1, 1, 5, 1, 2)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def drawn(B: int, H: int, T: int, S: int, d: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """q, k, v, and a mask in which each query has a key."""
    torch.manual_seed(B + H + T + S + d)
    q, k, v = (torch.randn(B, H, n, d, dtype=torch.float64) for n in (T, S, S))
    mask = torch.rand(B, 1, T, S) < 0.6
    mask[..., 0] = True
    return q, k, v, mask


@sizes
def test_is_what_torchs_flash_kernel_gives(size):
    """It returns the log-sum-exp too, and takes the mask as numbers to add."""
    q, k, v, mask = drawn(*size)
    added = torch.zeros(mask.shape, dtype=q.dtype).masked_fill(~mask, -math.inf)
    kernel = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
    out, lse = kernel(q, k, v, attn_mask=added)
    torch.testing.assert_close(attend(q, k, v, mask), (out, lse), **CLOSE)


@sizes
@pytest.mark.parametrize("length", [1, 2, 4])
def test_merged_blocks_are_attention_over_all_keys(size, length):
    q, k, v, mask = drawn(*size)
    blocks = [slice(start, start + length) for start in range(0, size[3], length)]
    parts = [attend(q, k[:, :, b], v[:, :, b], mask[..., b]) for b in blocks]
    outs, lses = [out for out, _ in parts], [lse for _, lse in parts]
    out, lse = merge(outs, lses)
    torch.testing.assert_close(out, F.scaled_dot_product_attention(q, k, v, mask), **CLOSE)
    torch.testing.assert_close(lse, attend(q, k, v, mask)[1], **CLOSE)


@sizes
def test_backward_is_that_of_autograd(size):
    q, k, v, mask = (t.requires_grad_(t.is_floating_point()) for t in drawn(*size))
    expected = F.scaled_dot_product_attention(q, k, v, mask)
    dout = torch.linspace(-1, 2, q.numel(), dtype=q.dtype).view_as(q)
    wanted = torch.autograd.grad(expected, (q, k, v), dout)
    with torch.no_grad():
        out, lse = attend(q, k, v, mask)
        got = attention_backward(dout, q, k, v, out, lse, mask)
    torch.testing.assert_close(got, wanted, **CLOSE)


@sizes
def test_shares_of_the_blocks_add_up(size):
    q, k, v, mask = drawn(*size)
    out, lse = attend(q, k, v, mask)
    dout = torch.randn_like(q)
    whole = attention_backward(dout, q, k, v, out, lse, mask)
    shares = [
        attention_backward(dout, q, k[:, :, b], v[:, :, b], out, lse, mask[..., b])
        for b in (slice(0, 2), slice(2, None))
    ]
    dq = shares[0][0] + shares[1][0]
    dk, dv = (torch.cat([shares[0][i], shares[1][i]], dim=2) for i in (1, 2))
    torch.testing.assert_close((dq, dk, dv), whole, **CLOSE)


def test_nothing_to_attend_to():
    """Zeros, -inf, no gradient and no NaN: in a row of a block, and in a block without keys."""
    q, k, v, mask = drawn(2, 1, 3, 4, 5)
    mask[:, :, 1] = False
    out, lse = attend(q, k, v, mask)
    assert not out[:, :, 1].any()
    assert lse[:, :, 1].isneginf().all()
    dq, dk, dv = attention_backward(torch.ones_like(q), q, k, v, out, lse, mask)
    assert not dq[:, :, 1].any()
    assert dk.isfinite().all()
    assert dv.isfinite().all()
    none = attend(q, k[:, :, :0], v[:, :, :0], mask[..., :0])
    assert not none[0].any()
    assert none[1].isneginf().all()
    torch.testing.assert_close(merge([none[0], out], [none[1], lse]), (out, lse), **CLOSE)


def test_merging_in_any_order_is_the_same():
    torch.manual_seed(3)
    outs = list(torch.randn(4, 2, 1, 3, 5, dtype=torch.float64))
    lses = list(50 * torch.randn(4, 2, 1, 3, dtype=torch.float64))
    at_once = merge(outs, lses)
    torch.testing.assert_close(merge(outs[::-1], lses[::-1]), at_once, **CLOSE)
    left, right = merge(outs[:2], lses[:2]), merge(outs[2:], lses[2:])
    torch.testing.assert_close(merge([left[0], right[0]], [left[1], right[1]]), at_once, **CLOSE)


def test_lists_that_do_not_fit_are_refused():
    part = torch.zeros(1, 1, 2, 3)
    with pytest.raises(ValueError, match="got 0 and 0"):
        merge([], [])
    with pytest.raises(ValueError, match="got 2 and 1"):
        merge([part, part], [part[..., 0]])
