# interview: multi-head-module
"""Write MultiHeadAttention. `interview show 8` has the task, `interview grade 8` grades it."""

import torch
from torch import Tensor, nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int, dropout: float = 0.0, bias: bool = True):
        super().__init__()
        # The four projections are nn.Linear(d_model, d_model, bias=bias): w_q, w_k, w_v and w_o.
        raise NotImplementedError

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        # query (B, T, D), key and value (B, S, D)
        # mask (B, S), (B, T, S) or (1, T, S), True where attending is allowed
        # -> output (B, T, D), weights (B, H, T, S) or None
        raise NotImplementedError
