"""Scaled dot-product attention over (B, T, d), the smallest exercise with everything in it."""

import math

import torch
from torch import Tensor


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """q (B, T, d), k and v (B, S, d), mask (T, S) with True = may attend -> (B, T, d)."""
    if q.size(-1) != k.size(-1):
        raise ValueError(f"q has width {q.size(-1)}, k has width {k.size(-1)}")
    scores = q @ k.mT / math.sqrt(q.size(-1))  # (B, T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    return scores.softmax(dim=-1) @ v  # (B, T, d)
