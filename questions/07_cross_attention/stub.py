# interview: cross-attention
"""Write CrossAttention. `interview show 7` has the task, `interview grade 7` grades this file."""

import torch
from torch import Tensor, nn


class CrossAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int):
        super().__init__()
        # The four projections are nn.Linear(d_model, d_model), named w_q, w_k, w_v and w_o.
        raise NotImplementedError

    def forward(self, x: Tensor, memory: Tensor, memory_mask: Tensor | None = None) -> Tensor:
        # x (B, T, D), memory (B, S, D), memory_mask (B, S) with True for a real token -> (B, T, D)
        raise NotImplementedError
