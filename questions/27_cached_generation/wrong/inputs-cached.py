"""Causal self-attention with a key-value cache and rotary positions. Vaswani et al. 2017, §3.2.3."""

import math

import torch
from torch import Tensor, nn


def rotate(x: Tensor, start: int) -> Tensor:
    """Turns x (B, H, T, d), whose first token stands at position `start`. Su et al. 2021, §3.2.2."""
    T, d = x.shape[-2:]
    position = torch.arange(start, start + T, dtype=torch.float64, device=x.device)  # (T,)
    exponent = torch.arange(0, d, 2, dtype=torch.float64, device=x.device) / d  # (d/2,)
    angle = position[:, None] * 10000.0**-exponent  # (T, d/2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x.chunk(2, dim=-1)  # feature i is paired with feature i + d/2
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


class CachedSelfAttention(nn.Module):
    """Attends from the new tokens to all tokens so far, which the cache holds."""

    def __init__(self, d_model: int, num_heads: int):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        if d_model // num_heads % 2:
            raise ValueError(f"{d_model} features in {num_heads} heads: the head width must be even")
        self.num_heads = num_heads
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)  # (B, H, T, d)

    def forward(
        self, x: Tensor, cache: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        seen = x if cache is None else torch.cat([cache["x"], x], dim=1)  # (B, S, D)
        q = rotate(self.split(self.w_q(x)), seen.size(1) - x.size(1))  # (B, H, T, d)
        k = rotate(self.split(self.w_k(seen)), 0)  # (B, H, S, d)
        v = self.split(self.w_v(seen))  # (B, H, S, d)

        # The last query sees every key, the one before it all but one, and so on.
        T, S = q.size(2), k.size(2)
        allowed = torch.ones(T, S, dtype=torch.bool, device=x.device).tril(diagonal=S - T)

        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, T, S)
        weights = scores.masked_fill(~allowed, -math.inf).softmax(dim=-1)
        heads = weights @ v  # (B, H, T, d)
        out = self.w_o(heads.transpose(1, 2).flatten(2))  # (B, T, D)
        return out, {"x": seen}
