"""Multi-head self-attention from packed weights in torch's layout. Vaswani et al. 2017, §3.2.2."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F


def masked_softmax(scores: Tensor, mask: Tensor | None) -> Tensor:
    """Softmax over the keys; True in `mask` means may attend, and a row without a key is zeros."""
    if mask is None:
        return scores.softmax(dim=-1)
    blocked = ~mask.unsqueeze(-3)  # (1, T, T) or (B, 1, T, T): the same for every head
    # Filled with -inf, a row that is blocked everywhere would be NaN after the softmax.
    scores = scores.masked_fill(blocked, torch.finfo(scores.dtype).min)
    return scores.softmax(dim=-1).masked_fill(blocked, 0.0)


def packed_attention(
    x: Tensor,
    in_proj_weight: Tensor,
    in_proj_bias: Tensor | None,
    out_proj_weight: Tensor,
    out_proj_bias: Tensor | None,
    num_heads: int,
    mask: Tensor | None = None,
) -> Tensor:
    """Self-attention with one packed projection: x (B, T, D) -> (B, T, D)."""
    B, T, D = x.shape
    if D % num_heads:
        raise ValueError(f"the width of x ({D}) must be divisible by num_heads ({num_heads})")
    H, d = num_heads, D // num_heads

    # The rows of the packed weight are D for the queries, D for the keys, D for the values, and
    # within each the heads follow one another. Viewing in that order takes them apart again.
    qkv = F.linear(x, in_proj_weight, in_proj_bias)  # (B, T, 3D)
    q, k, v = qkv.view(B, T, 3, H, d).permute(2, 0, 3, 1, 4)  # each (B, H, T, d)

    scores = q @ k.transpose(-2, -1) / math.sqrt(d)  # (B, H, T, T)
    heads = masked_softmax(scores, mask) @ v  # (B, H, T, d)
    merged = heads.transpose(1, 2).reshape(B, T, D)
    return F.linear(merged, out_proj_weight, out_proj_bias)  # (B, T, D)
