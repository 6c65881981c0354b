"""Multi-head latent attention with its cache. DeepSeek-V2 (2024), section 2.1; queries as in its Lite model."""

import math

import torch
from torch import Tensor, nn


def rotate(x: Tensor, start: int) -> Tensor:
    """Turns features 2i and 2i + 1 of x (..., T, r), whose first token stands at position `start`."""
    T, r = x.shape[-2:]
    position = torch.arange(start, start + T, dtype=torch.float64, device=x.device)  # (T,)
    exponent = torch.arange(0, r, 2, dtype=torch.float64, device=x.device) / r  # (r/2,)
    angle = position[:, None] * 10000.0**-exponent  # (T, r/2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x.unflatten(-1, (-1, 2)).unbind(-1)  # (..., T, r/2) each
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)


def matrices(heads: int, out: int, width: int) -> nn.Parameter:
    """A matrix (out, width) for each head, begun as those of a linear layer."""
    return nn.Parameter(nn.Linear(width, heads * out).weight.unflatten(0, (heads, out)))


class LatentAttention(nn.Module):
    """Keys and values of all heads are made from one cached latent of c numbers a token.

    A head's query has n features for content and r for position. Only the latter are rotated, and
    their key, one for all heads, is cached beside the latent.
    """

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        latent_dim: int,
        nope_dim: int,
        rope_dim: int,
        value_dim: int,
    ):
        super().__init__()
        if rope_dim % 2:
            raise ValueError(f"rope_dim must be even to be rotated in pairs, got {rope_dim}")
        self.num_heads = num_heads
        self.query_widths = [nope_dim, rope_dim]
        self.cached_widths = [latent_dim, rope_dim]
        self.w_q = nn.Linear(d_model, num_heads * (nope_dim + rope_dim), bias=False)
        self.w_kv = nn.Linear(d_model, latent_dim + rope_dim, bias=False)
        self.norm = nn.RMSNorm(latent_dim, eps=1e-6)
        self.w_uk = matrices(num_heads, nope_dim, latent_dim)
        self.w_uv = matrices(num_heads, value_dim, latent_dim)
        self.w_o = nn.Linear(num_heads * value_dim, d_model, bias=False)

    def forward(
        self, x: Tensor, cache: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        past = 0 if cache is None else cache["latent"].size(1)
        q = self.w_q(x).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)  # (B, H, T, n + r)
        q_content, q_rotary = q.split(self.query_widths, dim=-1)
        q_rotary = rotate(q_rotary, past)  # (B, H, T, r)

        latent, key = self.w_kv(x).split(self.cached_widths, dim=-1)
        latent, key = self.norm(latent), rotate(key, past)  # (B, T, c), (B, T, r)
        if cache is not None:
            latent = torch.cat([cache["latent"], latent], dim=1)  # (B, S, c)
            key = torch.cat([cache["key"], key], dim=1)  # (B, S, r)
        latents, keys = latent[:, None], key[:, None]  # the same for all heads: (B, 1, S, ...)

        # q·(w_uk·latent) is (q·w_uk)·latent: the queries go to the latents, and no latent is expanded.
        asked = q_content @ self.w_uk  # (B, H, T, c)
        scores = asked @ latents.transpose(-2, -1) + q_rotary @ keys.transpose(-2, -1)
        scores = scores / math.sqrt(q.size(-1))  # (B, H, T, S); n + r, not c + r

        T, S = scores.shape[-2:]
        allowed = torch.ones(T, S, dtype=torch.bool, device=x.device).tril(diagonal=S - T)
        weights = scores.masked_fill(~allowed, -math.inf).softmax(dim=-1)
        mixed = weights @ latents  # (B, H, T, c)
        heads = mixed @ self.w_uv.transpose(-2, -1)  # (B, H, T, v), once and not for each key
        out = self.w_o(heads.transpose(1, 2).flatten(2))  # (B, T, D)
        return out, {"latent": latent, "key": key}
