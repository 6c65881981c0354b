"""Multi-head attention as a complete module. Vaswani et al. 2017, section 3.2.2 and Figure 2."""

import math

import torch
from torch import Tensor, nn


def masked_softmax(scores: Tensor, mask: Tensor | None) -> Tensor:
    """Softmax of scores (B, H, T, S) over the keys; blocked keys weigh 0, so an empty row is zeros.

    `mask` is True where attending is allowed: (B, S), or (B, T, S) with B = 1 for one shared mask.
    """
    if mask is None:
        return scores.softmax(dim=-1)
    if mask.dim() == 2:
        mask = mask.unsqueeze(1)  # (B, 1, S): every query sees the same keys
    blocked = ~mask.unsqueeze(1)  # (B, 1, T, S): every head sees the same mask
    # The lowest finite number and not -inf, because softmax makes NaN of a row of -inf.
    scores = scores.masked_fill(blocked, torch.finfo(scores.dtype).min)
    return scores.softmax(dim=-1).masked_fill(blocked, 0.0)


class MultiHeadAttention(nn.Module):
    """H attentions side by side, each in its own slice of d = D / H features, mixed by `w_o`."""

    def __init__(self, d_model: int, num_heads: int, dropout: float = 0.0, bias: bool = True):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        self.num_heads = num_heads
        self.w_q = nn.Linear(d_model, d_model, bias=bias)
        self.w_k = nn.Linear(d_model, d_model, bias=bias)
        self.w_v = nn.Linear(d_model, d_model, bias=bias)
        self.w_o = nn.Linear(d_model, d_model, bias=bias)
        self.dropout = nn.Dropout(dropout)

    def split(self, x: Tensor) -> Tensor:
        B, T, D = x.shape
        return x.view(B, T, self.num_heads, D // self.num_heads).transpose(1, 2)  # (B, H, T, d)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        q = self.split(self.w_q(query))  # (B, H, T, d)
        k = self.split(self.w_k(key))  # (B, H, S, d)
        v = self.split(self.w_v(value))  # (B, H, S, d)

        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, T, S)
        weights = self.dropout(masked_softmax(scores, mask))
        heads = weights @ v  # (B, H, T, d)

        output = self.w_o(heads.transpose(1, 2).flatten(2))  # (B, T, D)
        return output, weights if need_weights else None
