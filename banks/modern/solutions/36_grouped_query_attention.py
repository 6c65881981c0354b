"""Causal attention whose heads share keys and values. Shazeer 2019, section 3; Ainslie et al. 2023, section 2."""

import math

import torch
from torch import Tensor, nn


class GroupedQueryAttention(nn.Module):
    """H query heads, G key and value heads: H/G neighbouring queries read the same keys and values."""

    def __init__(self, d_model: int, num_heads: int, num_kv_heads: int):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        refuse_uneven_groups(num_heads, num_kv_heads)
        d = d_model // num_heads
        self.num_heads = num_heads
        self.num_kv_heads = num_kv_heads
        self.w_q = nn.Linear(d_model, d_model, bias=False)
        self.w_k = nn.Linear(d_model, num_kv_heads * d, bias=False)
        self.w_v = nn.Linear(d_model, num_kv_heads * d, bias=False)
        self.w_o = nn.Linear(d_model, d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        q = split(self.w_q(x), self.num_heads)  # (B, H, T, d)
        k = split(self.w_k(x), self.num_kv_heads)  # (B, G, T, d), all that a cache would hold
        v = split(self.w_v(x), self.num_kv_heads)

        # Each head as often as queries share it, one copy beside the other: 0 0 1 1, not 0 1 0 1.
        shared = self.num_heads // self.num_kv_heads
        keys = k.repeat_interleave(shared, dim=1)  # (B, H, T, d)
        values = v.repeat_interleave(shared, dim=1)

        T = x.size(1)
        future = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(diagonal=1)
        scores = q @ keys.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, T, T)
        weights = scores.masked_fill(future, -math.inf).softmax(dim=-1)
        heads = weights @ values  # (B, H, T, d)
        return self.w_o(heads.transpose(1, 2).flatten(2))  # (B, T, D)


def split(x: Tensor, heads: int) -> Tensor:
    """(B, T, heads·d) -> (B, heads, T, d)."""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def pool_heads(weight: Tensor, num_heads: int, num_kv_heads: int) -> Tensor:
    """The key or value projection (H·d, D) of a trained model -> (G·d, D): the mean over each group."""
    if len(weight) % num_heads:
        raise ValueError(f"{len(weight)} rows must be divisible by num_heads ({num_heads})")
    refuse_uneven_groups(num_heads, num_kv_heads)
    groups = weight.unflatten(0, (num_kv_heads, num_heads // num_kv_heads, -1))  # (G, H/G, d, D)
    return groups.mean(dim=1).flatten(0, 1)  # (G·d, D)


def refuse_uneven_groups(num_heads: int, num_kv_heads: int) -> None:
    if num_heads % num_kv_heads:
        raise ValueError(
            f"num_heads ({num_heads}) must be divisible by num_kv_heads ({num_kv_heads})"
        )
