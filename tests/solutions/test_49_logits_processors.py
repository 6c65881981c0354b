"""Penalties and min-p against the logits processors of transformers, and against counting."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from transformers import (
    MinPLogitsWarper,
    NoRepeatNGramLogitsProcessor,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
)

from tests.solutions import load

penalize, min_p = load(49).penalize, load(49).min_p
B, V, T = 7, 6, 12


def drawn(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Logits, a history in which most tokens occur several times, and a mask with holes."""
    torch.manual_seed(seed)
    logits = 3 * torch.randn(B, V, dtype=torch.float64)
    return logits, torch.randint(0, V - 1, (B, T)), torch.rand(B, T) < 0.8


@pytest.mark.parametrize("penalty", [0.5, 1.3, 2.0])
@pytest.mark.parametrize("seed", range(3))
def test_repetition_is_that_of_transformers(seed, penalty):
    logits, history, _ = drawn(seed)
    expected = RepetitionPenaltyLogitsProcessor(penalty)(history, logits)
    every = torch.ones(B, T, dtype=torch.bool)
    torch.testing.assert_close(penalize(logits, history, every, penalty), expected)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(3))
def test_ban_is_that_of_transformers(seed, n):
    logits, history, _ = drawn(seed)
    expected = NoRepeatNGramLogitsProcessor(n)(history, logits)
    every = torch.ones(B, T, dtype=torch.bool)
    assert torch.equal(penalize(logits, history, every, ngram=n), expected)


@pytest.mark.parametrize("seed", range(3))
def test_padding_is_as_if_it_were_not_there(seed):
    logits, history, mask = drawn(seed)
    settings = {"repetition": 1.3, "presence": 0.4, "frequency": 0.2, "ngram": 2}
    rows = [
        penalize(z[None], ids[None, real], torch.ones(1, int(real.sum())).bool(), **settings)
        for z, ids, real in zip(logits, history, mask, strict=True)
    ]
    torch.testing.assert_close(penalize(logits, history, mask, **settings), torch.cat(rows))


def test_presence_and_frequency_are_subtracted_by_the_count():
    logits, history, mask = drawn(3)
    got = penalize(logits, history, mask, presence=0.7, frequency=0.3)
    for b in range(B):
        text = history[b, mask[b]].tolist()
        for token in range(V):
            count = text.count(token)
            fall = 0.7 * (count > 0) + 0.3 * count
            assert math.isclose(got[b, token], logits[b, token] - fall, abs_tol=1e-12)


def test_odds_fall_by_one_factor_wherever_the_zero_of_the_logits_is():
    logits, history, mask = drawn(4)
    shifted = penalize(logits + 5, history, mask, presence=0.7, frequency=0.3).softmax(-1)
    torch.testing.assert_close(
        shifted, penalize(logits, history, mask, presence=0.7, frequency=0.3).softmax(-1)
    )


def test_a_row_keeps_its_logits_if_the_ban_would_leave_nothing():
    logits = torch.tensor([[1.0, -math.inf, 2.0], [1.0, -math.inf, 2.0]])
    history = torch.tensor([[0, 2], [0, 0]])
    got = penalize(logits, history, torch.ones(2, 2, dtype=torch.bool), ngram=1)
    assert got.tolist() == [[1.0, -math.inf, 2.0], [-math.inf, -math.inf, 2.0]]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("p", [0.0, 0.05, 0.3, 1.0])
def test_min_p_is_that_of_transformers_in_both_orders(p, temperature):
    logits, history, _ = drawn(5)
    heat, cut = TemperatureLogitsWarper(temperature), MinPLogitsWarper(p)
    first = cut(history, heat(history, logits))
    torch.testing.assert_close(min_p(logits, p, temperature), first)
    last = heat(history, cut(history, logits))
    torch.testing.assert_close(min_p(logits, p, temperature, last=True), last)


def test_a_temperature_before_the_cut_moves_the_line_to_its_power():
    logits, _, _ = drawn(6)
    kept = min_p(logits, 0.2, 2.0).isfinite()
    assert torch.equal(kept, min_p(logits, 0.2**2, 1.0).isfinite())


@pytest.mark.parametrize(("repetition", "ngram"), [(0.0, 0), (-1.0, 2), (1.0, -1)])
def test_penalties_that_mean_nothing_are_refused(repetition, ngram):
    with pytest.raises(ValueError, match=r"must (be above 0|not be negative), got -?[01]"):
        penalize(*drawn(0), repetition, ngram=ngram)


@pytest.mark.parametrize(("p", "temperature"), [(-0.1, 1.0), (1.1, 1.0), (0.5, 0.0), (0.5, -2.0)])
def test_shares_and_temperatures_that_mean_nothing_are_refused(p, temperature):
    with pytest.raises(ValueError, match="must be"):
        min_p(drawn(0)[0], p, temperature)
