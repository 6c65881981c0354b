"""next_token_distribution against the logits warpers of transformers; sample against bisection and counting."""

from __future__ import annotations

import math
from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate

import pytest
import torch
from torch import Tensor
from transformers.generation.logits_process import (
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from tests.helpers.tensors import normal
from tests.solutions import load

CLOSE = {"rtol": 1e-10, "atol": 1e-13}
SIZES = [(1, 1), (1, 7), (4, 12), (6, 6), (3, 40), (2, 301)]
SETTINGS = [
    # temperature, top_k, top_p
    (1.0, 0, 1.0),
    (0.5, 0, 1.0),
    (2.5, 0, 1.0),
    (1.0, 1, 1.0),
    (1.0, 4, 1.0),
    (1.0, 1000, 1.0),
    (1.0, 0, 0.001),
    (1.0, 0, 0.5),
    (1.0, 0, 0.95),
    (2.0, 0, 0.8),
    (0.3, 0, 0.8),
    (1.6, 5, 0.7),
    (0.7, 20, 0.9),
]


def by_transformers(logits: Tensor, temperature: float, top_k: int, top_p: float) -> Tensor:
    """The warpers in the order in which `generate` applies them; it leaves out those switched off."""
    warpers = LogitsProcessorList()
    if temperature != 1.0:
        warpers.append(TemperatureLogitsWarper(temperature))
    if top_k:
        warpers.append(TopKLogitsWarper(top_k))
    if top_p < 1.0:
        warpers.append(TopPLogitsWarper(top_p))
    return warpers(torch.zeros(len(logits), 1, dtype=torch.long), logits).softmax(dim=-1)


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_as_the_warpers_of_transformers(size, setting):
    for seed in range(5):
        logits = (2.5 * normal(*size, seed=seed)).requires_grad_()
        expected = by_transformers(logits, *setting)
        got = load(19).next_token_distribution(logits, *setting)
        torch.testing.assert_close(got, expected, **CLOSE)
        assert torch.equal(got == 0, expected == 0)

        upstream = normal(*size, seed=100 + seed)
        (wanted,) = torch.autograd.grad(expected, logits, upstream)
        (gradient,) = torch.autograd.grad(got, logits, upstream)
        torch.testing.assert_close(gradient, wanted, **CLOSE)


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_banned_tokens_as_in_transformers(setting):
    logits = 2 * normal(4, 15, seed=7)
    logits[normal(4, 15, seed=8) > 0.5] = -math.inf
    logits[3, 1:] = -math.inf  # a single token is left
    logits[3, 0] = 0.0
    expected = by_transformers(logits, *setting)
    torch.testing.assert_close(
        load(19).next_token_distribution(logits, *setting), expected, **CLOSE
    )


def nucleus(row: list[float], top_k: int, top_p: float) -> list[int]:
    """The definition, tried prefix by prefix: the shortest one that holds at least top_p."""
    ranked = sorted(range(len(row)), key=lambda i: (-row[i], i))[: top_k or None]
    weights = [math.exp(row[i] - max(row)) for i in ranked]
    for n in range(1, len(ranked) + 1):
        if math.fsum(weights[:n]) / math.fsum(weights) >= top_p:
            break
    return sorted(ranked[:n])


@pytest.mark.parametrize("top_k", [0, 1, 3, 5, 9])
@pytest.mark.parametrize("top_p", [0.07, 0.37, 0.77, 1.0])
def test_ties_go_to_the_lower_ids(top_k, top_p):
    """Whole numbers as logits tie everywhere; transformers keeps every tie, so the rule is spelled out."""
    for seed in range(20):
        generator = torch.Generator().manual_seed(seed)
        logits = torch.randint(0, 3, (3, 8), generator=generator).double()
        got = load(19).next_token_distribution(logits, 1.0, top_k, top_p)
        for row, probs in zip(logits.tolist(), got, strict=True):
            wanted = nucleus(row, top_k, top_p)
            assert probs.nonzero().flatten().tolist() == wanted
            kept = torch.tensor([math.exp(row[i]) for i in wanted], dtype=torch.float64)
            torch.testing.assert_close(probs[wanted], kept / kept.sum(), **CLOSE)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_the_dtype_is_kept(dtype):
    logits = normal(3, 9, seed=1).to(dtype)
    got = load(19).next_token_distribution(logits, 0.8, 5, 0.9)
    assert got.dtype == dtype
    torch.testing.assert_close(got.sum(-1), torch.ones(3, dtype=dtype), rtol=0, atol=2e-2)


def test_large_logits_stay_finite():
    logits = 1000 + normal(2, 7, seed=2)
    torch.testing.assert_close(
        load(19).next_token_distribution(logits, 0.5, 4, 0.9),
        by_transformers(logits, 0.5, 4, 0.9),
        rtol=1e-9,
        atol=1e-12,
    )


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"temperature": 0.0}, r"temperature.*0\.0"),
        ({"temperature": -2.0}, r"temperature.*-2\.0"),
        ({"top_k": -3}, "top_k.*-3"),
        ({"top_p": 0.0}, r"top_p.*0\.0"),
        ({"top_p": 1.25}, r"top_p.*1\.25"),
    ],
)
def test_bad_settings_are_refused(setting, message):
    with pytest.raises(ValueError, match=message):
        load(19).next_token_distribution(torch.zeros(2, 4), **setting)


def test_a_row_with_every_token_banned_is_refused():
    logits = torch.zeros(3, 4)
    logits[1] = -math.inf
    with pytest.raises(ValueError, match="1 of 3"):
        load(19).next_token_distribution(logits)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_sample_as_bisection_of_the_cumulative_sum(size):
    B, V = size
    for seed in range(20):
        generator = torch.Generator().manual_seed(seed)
        probs = normal(B, V, seed=seed).softmax(-1)
        u = torch.rand(B, dtype=torch.float64, generator=generator)
        rows = zip(probs.tolist(), u.tolist(), strict=True)
        wanted = [min(bisect_right(list(accumulate(row)), draw), V - 1) for row, draw in rows]
        got = load(19).sample(probs, u)
        assert got.dtype == torch.int64
        assert got.tolist() == wanted


def test_evenly_spaced_draws_hit_each_id_in_proportion_to_its_probability():
    """Every sixteenth is exact in binary: id i is drawn exactly 16 · p_i times, borders included."""
    shares = [0, 3, 0, 0, 5, 1, 7, 0]
    probs = torch.tensor([float(Fraction(n, 16)) for n in shares], dtype=torch.float64)
    got = load(19).sample(probs.expand(16, 8), torch.arange(16) / 16)
    assert got.tolist() == sorted(got.tolist())
    assert torch.bincount(got, minlength=8).tolist() == shares


@pytest.mark.parametrize("zeros", [0, 1, 5])
def test_a_draw_above_the_rounded_sum_gives_the_last_possible_token(zeros):
    probs = torch.full((1, 10), 0.1 - 1e-12, dtype=torch.float64)
    probs = torch.cat([probs, torch.zeros(1, zeros, dtype=torch.float64)], dim=1)
    assert load(19).sample(probs, torch.tensor([1 - 2**-53], dtype=torch.float64)).item() == 9


def test_both_together_draw_the_filtered_tokens_in_the_right_proportion():
    """n = 40,000 draws; each count within 6 sigma of n·p (false alarm below 1e-7 over all ids)."""
    logits = 2 * normal(1, 12, seed=3)
    probs = load(19).next_token_distribution(logits, 1.3, 7, 0.9)
    n = 40_000
    u = torch.rand(n, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    counts = torch.bincount(load(19).sample(probs.expand(n, 12), u), minlength=12)
    p = by_transformers(logits, 1.3, 7, 0.9)[0]
    assert 1 < int((p > 0).sum()) <= 7
    sigma = (n * p * (1 - p)).sqrt()
    assert ((counts - n * p).abs() <= 6 * sigma).all()
