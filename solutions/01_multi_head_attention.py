"""Multi-head attention without projections. Vaswani et al. 2017, §3.2.2."""

import math

import torch
from torch import Tensor


def split_heads(x: Tensor, num_heads: int) -> Tensor:
    """Give head h the features h·d to (h+1)·d of every position."""
    B, T, D = x.shape
    return x.view(B, T, num_heads, D // num_heads).transpose(1, 2)  # (B, H, T, d)


def merge_heads(x: Tensor) -> Tensor:
    """Put the heads of every position side by side again."""
    B, H, T, d = x.shape
    return x.transpose(1, 2).reshape(B, T, H * d)  # (B, T, D)


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Equation 1 of §3.2.1 in all heads at once; True in `mask` means may attend."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        # Thanks to the lowest finite number a row that is blocked everywhere is uniform here, where
        # -inf would have made it NaN. Blocked weights become zero, so such a row is all zeros.
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v  # (B, H, T, d)


def multi_head_attention(
    query: Tensor, key: Tensor, value: Tensor, num_heads: int, mask: Tensor | None = None
) -> Tensor:
    """Attend in every head: query (B, T, D), key and value (B, S, D) -> (B, T, D)."""
    D = query.size(-1)
    if D % num_heads:
        raise ValueError(f"the width ({D}) must be divisible by num_heads ({num_heads})")
    if mask is not None:
        mask = mask.unsqueeze(-3)  # (1, T, S) or (B, 1, T, S): the same for every head

    q = split_heads(query, num_heads)  # (B, H, T, d)
    k = split_heads(key, num_heads)  # (B, H, S, d)
    v = split_heads(value, num_heads)  # (B, H, S, d)
    return merge_heads(attention(q, k, v, mask))
