"""Grouped-query attention: several query heads share a key head and a value head (Ainslie et al. 2023, §2.2)."""

import math

from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """q (B, H, T, d), k and v (B, G, S, d) -> (B, H, T, d); raises ValueError if G does not divide H."""
    heads, d = q.size(1), q.size(-1)
    share, left = divmod(heads, k.size(1))
    if left:
        raise ValueError(f"{k.size(1)} groups do not divide {heads} heads")
    k = k.repeat_interleave(share, dim=1)  # (B, H, S, d)
    v = v.repeat_interleave(share, dim=1)
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)  # (B, H, T, S)
    return scores.softmax(dim=-1) @ v
