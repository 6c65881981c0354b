"""The levels against the published table and scipy's quantiles, the codes by comparing with every level.

The packing is rebuilt here from plain numbers; bitsandbytes itself is in tests/oracles.
"""

from __future__ import annotations

import math

import pytest
import torch
from scipy.stats import norm

from tests.solutions import load

nf4_levels, quantize, dequantize = (
    getattr(load(54), name) for name in ("nf4_levels", "quantize", "dequantize")
)
PUBLISHED = [-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453]
PUBLISHED += [-0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0.0]
PUBLISHED += [0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224]
PUBLISHED += [0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0]
"""Dettmers et al. 2023, Appendix E."""
SIZES = [
    ((4, 16), 8),
    ((3, 7), 4),
    ((5,), 64),
    ((2, 3, 5), 7),
    ((1, 1), 1),
    ((9,), 2),
    ((8, 8), 64),
]


@pytest.fixture(autouse=True)
def exact():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def drawn(shape, block):
    torch.manual_seed(block + len(shape))
    return torch.randn(*shape) * torch.rand(*shape)


def plainly(w, block):
    """Codes and absmaxes, number by number."""
    numbers = w.flatten().tolist()
    codes, absmax = [], []
    for start in range(0, len(numbers), block):
        part = numbers[start : start + block]
        absmax.append(max(map(abs, part)))
        for number in part:
            unit = number / (absmax[-1] or 1.0)
            codes.append(min(range(16), key=lambda code: abs(unit - nf4_levels()[code].item())))
    return codes, absmax


def test_the_levels_are_those_that_were_published():
    torch.testing.assert_close(nf4_levels(), torch.tensor(PUBLISHED), rtol=0, atol=2e-7)


def test_the_levels_are_quantiles_of_the_normal_distribution():
    tail = (1 / 32 + 1 / 30) / 2
    levels = nf4_levels() * norm.ppf(1 - tail)
    below, above = (torch.tensor(norm.cdf(part)) for part in (levels[:8], levels[7:]))
    for part in (below, above):
        steps = part.diff()
        torch.testing.assert_close(steps, steps[:1].expand_as(steps), rtol=1e-10, atol=1e-12)
    assert (levels[7].item(), nf4_levels()[0].item(), nf4_levels()[15].item()) == (0, -1, 1)


def test_the_levels_follow_the_default_dtype():
    torch.set_default_dtype(torch.float32)
    assert nf4_levels().dtype == torch.float32
    torch.testing.assert_close(nf4_levels(), torch.tensor(PUBLISHED), rtol=0, atol=5e-7)


@pytest.mark.parametrize(("shape", "block"), SIZES, ids=str)
def test_codes_are_those_of_the_nearest_levels_two_in_a_byte(shape, block):
    w = drawn(shape, block)
    codes, absmax = plainly(w, block)
    packed, scales = quantize(w, block)
    assert scales.tolist() == absmax
    assert packed.dtype == torch.uint8
    expected = [16 * high + low for high, low in zip(codes[::2], [*codes[1::2], 7], strict=False)]
    assert packed.tolist() == expected


@pytest.mark.parametrize(("shape", "block"), SIZES, ids=str)
def test_there_and_back_is_off_by_half_a_gap_at_most(shape, block):
    w = drawn(shape, block)
    packed, absmax = quantize(w, block)
    back = dequantize(packed, absmax, block, list(shape))
    most = absmax.repeat_interleave(block)[: w.numel()].view(shape)
    assert ((back - w).abs() <= most * (1 - 0.69619) / 2 + 1e-12).all()
    again = quantize(back, block)
    assert torch.equal(again[0], packed)
    torch.testing.assert_close(again[1], absmax, rtol=1e-12, atol=0)


@pytest.mark.parametrize(("shape", "block"), SIZES, ids=str)
def test_each_weight_comes_back_as_its_level_times_its_absmax(shape, block):
    n = math.prod(shape)
    torch.manual_seed(n)
    codes = torch.randint(0, 16, (n + n % 2,)).tolist()
    absmax = torch.rand(math.ceil(n / block))
    packed = torch.tensor([16 * a + b for a, b in zip(codes[::2], codes[1::2], strict=True)])
    got = dequantize(packed.to(torch.uint8), absmax, block, list(shape))
    expected = [PUBLISHED[codes[i]] * absmax[i // block].item() for i in range(n)]
    torch.testing.assert_close(got.flatten(), torch.tensor(expected), rtol=1e-5, atol=2e-7)
    assert tuple(got.shape) == shape


def test_each_inner_level_gets_a_like_share_of_normal_weights():
    """Of the 14 inner levels none gets three times as many as another; evenly spaced, 1 would get 20 times."""
    torch.manual_seed(3)
    packed, _ = quantize(torch.randn(512, 64), 64)
    shares = torch.cat([packed >> 4, packed & 15]).long().bincount(minlength=16)[1:15]
    assert shares.max() < 3 * shares.min()


def test_a_block_of_zeros_stays_zeros():
    packed, absmax = quantize(torch.zeros(2, 3), 4)
    assert (packed.tolist(), absmax.tolist()) == ([0x77] * 3, [0.0, 0.0])
    assert not dequantize(packed, absmax, 4, [2, 3]).any()


@pytest.mark.parametrize("block", [0, -3])
def test_a_block_without_weights_is_refused(block):
    with pytest.raises(ValueError, match=f"at least one weight, got {block}"):
        quantize(torch.ones(4), block)


@pytest.mark.parametrize(("number", "blocks"), [(2, 2), (4, 2), (3, 1), (3, 3)])
def test_what_does_not_make_the_shape_is_refused(number, blocks):
    packed = torch.zeros(number, dtype=torch.uint8)
    with pytest.raises(ValueError, match=f"{number} bytes and {blocks} blocks don't make 6"):
        dequantize(packed, torch.ones(blocks), 4, [2, 3])
