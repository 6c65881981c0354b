"""Cross-attention: the decoder asks, the encoder's output answers. Vaswani et al. 2017, section 3.2.3."""

import math

import torch
from torch import Tensor, nn


class CrossAttention(nn.Module):
    """Multi-head attention whose queries come from `x` and whose keys and values come from `memory`."""

    def __init__(self, d_model: int, num_heads: int):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        self.num_heads = num_heads
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def split(self, x: Tensor) -> Tensor:
        B, T, D = x.shape
        return x.view(B, T, self.num_heads, D // self.num_heads).transpose(1, 2)  # (B, H, T, d)

    def forward(self, x: Tensor, memory: Tensor, memory_mask: Tensor | None = None) -> Tensor:
        q = self.split(self.w_q(x))  # (B, H, T, d)
        k = self.split(self.w_k(memory))  # (B, H, S, d)
        v = self.split(self.w_v(memory))  # (B, H, S, d)

        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, T, S)
        if memory_mask is None:
            weights = scores.softmax(dim=-1)
        else:
            # The lowest finite number rather than -inf: a row of -inf would make softmax NaN, and
            # its gradient too. Blocked weights are then set to zero, so an empty row is all zeros.
            blocked = ~memory_mask[:, None, None, :]  # (B, 1, 1, S)
            scores = scores.masked_fill(blocked, torch.finfo(scores.dtype).min)
            weights = scores.softmax(dim=-1).masked_fill(blocked, 0.0)

        heads = weights @ v  # (B, H, T, d)
        return self.w_o(heads.transpose(1, 2).flatten(2))  # (B, T, D)
