# interview: cached-generation
"""Write CachedSelfAttention. `interview show 27` has the task, `interview grade 27` grades this file."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class CachedSelfAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int):
        super().__init__()
        # The four projections are nn.Linear(d_model, d_model), named w_q, w_k, w_v and w_o.
        raise NotImplementedError

    def forward(
        self, x: Tensor, cache: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        # x (B, T, D), the new tokens -> (B, T, D) and the cache after them
        # a cache is {"k": (B, H, S, d), "v": (B, H, S, d)}, with the keys already rotated
        raise NotImplementedError
