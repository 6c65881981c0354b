import math

import torch
from torch import nn


class SelfAttention(nn.Module):
    """Query, key and value in one layer; the mask means the opposite."""

    def __init__(self, d_model):
        super().__init__()
        self.to_qkv = nn.Linear(d_model, 3 * d_model)
        self.to_out = nn.Linear(d_model, d_model)

    def forward(self, x, mask=None):
        q, k, v = self.to_qkv(x).chunk(3, dim=-1)
        scores = q @ k.transpose(1, 2) / math.sqrt(x.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(mask, torch.finfo(scores.dtype).min)
        weights = scores.softmax(dim=-1)
        return self.to_out(weights @ v), weights
