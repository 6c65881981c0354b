"""Rotary frequencies for texts longer than the training's. Chen et al. 2023; Peng et al. 2024, section 3."""

import math

import torch
from torch import Tensor


def rotary_frequencies(
    d: int, base: float, kind: str, factor: float, original_len: int, seq_len: int | None = None
) -> tuple[Tensor, float]:
    """The frequencies (d/2) for `factor` times the training length, and what multiplies cosine and sine."""
    if kind not in {"linear", "dynamic", "llama3", "yarn"}:
        raise ValueError(f"kind must be linear, dynamic, llama3 or yarn, got {kind!r}")
    if factor < 1:
        raise ValueError(f"factor must be at least 1, got {factor}")
    if d % 2:
        raise ValueError(f"d must be even, got {d}")
    if kind == "dynamic":
        base = stretched_base(d, base, factor, original_len, seq_len)
    theta = base ** -(torch.arange(0, d, 2, dtype=torch.float64) / d)  # (d/2,)

    if kind == "linear":
        theta = theta / factor
    elif kind == "llama3":
        turns = original_len * theta / (2 * math.pi)  # (d/2,), within the training length
        theta = mixed(theta, factor, kept=(turns - 1) / (4 - 1))
    elif kind == "yarn":
        theta = mixed(theta, factor, kept=1 - ramp(d, base, original_len))

    # On cosine and sine, so on queries and on keys: the scores get its square.
    attention_factor = 0.1 * math.log(factor) + 1 if kind == "yarn" else 1.0
    return theta.to(torch.get_default_dtype()), attention_factor


def stretched_base(
    d: int, base: float, factor: float, original_len: int, seq_len: int | None
) -> float:
    """Grows with the text, from `base` at `original_len` tokens on. The fastest pair never notices."""
    length = original_len if seq_len is None else max(seq_len, original_len)
    stretch = factor * length / original_len - (factor - 1)
    return base * stretch ** (d / (d - 2))


def mixed(theta: Tensor, factor: float, kept: Tensor) -> Tensor:
    """The share `kept` of each frequency as it is, the rest divided by `factor`. All (d/2)."""
    kept = kept.clamp(0, 1)
    return kept * theta + (1 - kept) * theta / factor


def ramp(d: int, base: float, original_len: int) -> Tensor:
    """(d/2): up to 0 for the pairs with 32 turns or more in training, from 1 on for those without one."""

    def pair_with(turns: int) -> float:  # solves original_len · base^(−2i/d) = 2π · turns for i
        return d * math.log(original_len / (2 * math.pi * turns)) / (2 * math.log(base))

    first, last = max(math.floor(pair_with(32)), 0), math.ceil(pair_with(1))
    return (torch.arange(d // 2) - first) / (last - first)
