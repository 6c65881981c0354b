import math

import torch
from torch import nn


class CrossAttention(nn.Module):
    """One layer for the keys and values of all heads, since both read the memory."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"{num_heads} heads do not divide {d_model}")
        self.heads = num_heads
        self.to_q = nn.Linear(d_model, d_model)
        self.to_kv = nn.Linear(d_model, 2 * d_model)
        self.to_out = nn.Linear(d_model, d_model)

    def forward(self, x, memory, memory_mask=None):
        q = self.to_q(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)  # (B, H, T, d)
        k, v = self.to_kv(memory).unflatten(-1, (2, self.heads, -1)).permute(2, 0, 3, 1, 4)
        scores = q @ k.mT / math.sqrt(q.shape[-1])
        if memory_mask is None:
            weights = scores.softmax(-1)
        else:
            real = memory_mask[:, None, None]
            weights = torch.where(real, scores, -1e30).softmax(-1) * real
        return self.to_out((weights @ v).transpose(1, 2).flatten(2))
