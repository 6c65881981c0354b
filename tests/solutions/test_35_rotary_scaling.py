"""The four ways of scaling against those of transformers, and against what each is meant to do."""

from __future__ import annotations

import logging
import math

import pytest
import torch
from torch import Tensor
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from tests.solutions import load

rotary_frequencies = load(35).rotary_frequencies
MODELS = [
    (64, 10000.0, 4.0, 4096),
    (128, 500000.0, 8.0, 8192),
    (128, 1000000.0, 4.0, 32768),
    (20, 10000.0, 2.5, 2048),
    (96, 150000.0, 32.0, 4096),
    (40, 10000.0, 8.0, 128),
]
models = pytest.mark.parametrize(("d", "base", "factor", "length"), MODELS)


@pytest.fixture(autouse=True)
def float64():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def of_transformers(
    kind: str, d: int, base: float, factor: float, length: int, seq_len: int | None = None
) -> tuple[Tensor, float]:
    """Theirs is float32 inside."""
    scaling = {"rope_type": kind, "factor": factor, "original_max_position_embeddings": length}
    if kind == "llama3":
        scaling |= {"low_freq_factor": 1.0, "high_freq_factor": 4.0}
    logging.disable(logging.WARNING)  # lengths and factors that don't go together
    config = LlamaConfig(
        head_dim=d, rope_theta=base, max_position_embeddings=length, rope_scaling=scaling
    )
    logging.disable(logging.NOTSET)
    return ROPE_INIT_FUNCTIONS[kind](config, torch.device("cpu"), seq_len)


@models
@pytest.mark.parametrize("kind", ["linear", "llama3", "yarn"])
def test_is_that_of_transformers(kind, d, base, factor, length):
    wanted, wanted_factor = of_transformers(kind, d, base, factor, length)
    got, got_factor = rotary_frequencies(d, base, kind, factor, length)
    torch.testing.assert_close(got, wanted.double(), rtol=3e-6, atol=0)
    assert got_factor == pytest.approx(wanted_factor, rel=1e-12)


@models
@pytest.mark.parametrize("times", [None, 0.3, 1, 1.01, 3, 16])
def test_dynamic_is_that_of_transformers(d, base, factor, length, times):
    seq_len = None if times is None else round(times * length)
    wanted, _ = of_transformers("dynamic", d, base, factor, length, seq_len)
    got, attention_factor = rotary_frequencies(d, base, "dynamic", factor, length, seq_len)
    torch.testing.assert_close(got, wanted.double(), rtol=1e-6, atol=0)
    assert attention_factor == 1.0


@models
def test_dynamic_keeps_the_fastest_and_divides_the_slowest_by_the_stretch(d, base, factor, length):
    """At three times the length the stretch is 3s − (s − 1)."""
    plain, _ = rotary_frequencies(d, base, "linear", 1.0, length)
    got, _ = rotary_frequencies(d, base, "dynamic", factor, length, 3 * length)
    assert got[0] == 1.0
    assert got[-1].item() == pytest.approx(plain[-1].item() / (2 * factor + 1), rel=1e-12)


def turns(i: int, d: int, base: float, length: int) -> float:
    """Of pair i within the training length."""
    return length * base ** (-2 * i / d) / (2 * math.pi)


def shares(kind: str, d: int, base: float, factor: float, length: int) -> list[float]:
    """What of each frequency was kept, told from the result."""
    plain, _ = rotary_frequencies(d, base, "linear", 1.0, length)
    got, _ = rotary_frequencies(d, base, kind, factor, length)
    return ((got / plain - 1 / factor) / (1 - 1 / factor)).tolist()


@models
def test_llama3_keeps_by_turns(d, base, factor, length):
    for i, share in enumerate(shares("llama3", d, base, factor, length)):
        wanted = min(max((turns(i, d, base, length) - 1) / 3, 0), 1)
        assert share == pytest.approx(wanted, abs=1e-9)


@models
def test_yarn_falls_in_equal_steps_between_the_pairs_with_32_turns_and_with_one(
    d, base, factor, length
):
    """Both found by counting, from the fastest pair on."""
    count = [turns(i, d, base, length) for i in range(d)]
    last_fast = max((i for i in range(d) if count[i] >= 32), default=0)
    first_slow = next(i for i in range(d) if count[i] <= 1)
    for i, share in enumerate(shares("yarn", d, base, factor, length)):
        wanted = min(max((first_slow - i) / (first_slow - last_fast), 0), 1)
        assert share == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("kind", ["linear", "dynamic", "llama3", "yarn"])
def test_a_factor_of_one_changes_nothing(kind):
    plain = torch.tensor([10000.0 ** (-2 * i / 32) for i in range(16)])
    got, attention_factor = rotary_frequencies(32, 10000.0, kind, 1.0, 4096)
    torch.testing.assert_close(got, plain, rtol=1e-12, atol=0)
    assert attention_factor == 1.0


def test_the_dtype_is_the_default():
    torch.set_default_dtype(torch.float32)
    assert rotary_frequencies(16, 10000.0, "yarn", 2.0, 2048)[0].dtype is torch.float32


@pytest.mark.parametrize(
    ("d", "kind", "factor", "match"),
    [(16, "linear", 0.5, "got 0.5"), (16, "ntk", 2.0, "got 'ntk'"), (15, "yarn", 2.0, "got 15")],
)
def test_is_refused(d, kind, factor, match):
    with pytest.raises(ValueError, match=match):
        rotary_frequencies(d, 10000.0, kind, factor, 2048)
