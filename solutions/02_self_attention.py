"""Self-attention with one head: a sequence attends to itself. Vaswani et al. 2017, section 3.2.1."""

import math

import torch
from torch import Tensor, nn


class SelfAttention(nn.Module):
    """Scaled dot-product attention whose queries, keys and values are projections of one `x`."""

    def __init__(self, d_model: int):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        B, T, D = x.shape
        q, k, v = self.w_q(x), self.w_k(x), self.w_v(x)  # (B, T, D) each

        scores = q @ k.transpose(1, 2) / math.sqrt(D)  # (B, T, T), one row per query
        if mask is None:
            weights = scores.softmax(dim=-1)
        else:
            # Softmax makes NaN of a row of -inf, so a row without a single allowed key is filled
            # with the lowest finite number. Zeroing afterwards leaves it all zeros.
            blocked = ~mask.expand(B, T, T)
            scores = scores.masked_fill(blocked, torch.finfo(scores.dtype).min)
            weights = scores.softmax(dim=-1).masked_fill(blocked, 0.0)

        return self.w_o(weights @ v), weights  # (B, T, D), (B, T, T)
