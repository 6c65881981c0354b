# interview: self-attention
"""Write SelfAttention. `interview show 2` has the task, `interview grade 2` grades this file."""

import torch
from torch import Tensor, nn


class SelfAttention(nn.Module):
    def __init__(self, d_model: int):
        super().__init__()
        # The four projections are nn.Linear(d_model, d_model), named w_q, w_k, w_v and w_o.
        raise NotImplementedError

    def forward(self, x: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        # x (B, T, D), mask (T, T) or (B, T, T) with True where attending is allowed
        # -> output (B, T, D), weights (B, T, T)
        raise NotImplementedError
