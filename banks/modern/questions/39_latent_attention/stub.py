# interview: latent-attention
"""Write LatentAttention. `interview show 39` has the task, `interview grade 39` grades this file."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LatentAttention(nn.Module):
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
        # nn.Linear without bias: w_q, D to H·(n + r); w_kv, D to c + r; w_o, H·v to D
        # norm: nn.RMSNorm(c, eps=1e-6)
        # nn.Parameter: w_uk (H, n, c) and w_uv (H, v, c)
        raise NotImplementedError

    def forward(
        self, x: Tensor, cache: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        # x (B, T, D), the new tokens -> (B, T, D) and the cache after them
        # a cache is {"latent": (B, S, c), "key": (B, S, r)}: normed, and rotated
        raise NotImplementedError
