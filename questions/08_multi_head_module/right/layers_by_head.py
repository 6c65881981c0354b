import math

import torch
from torch import nn


class Head(nn.Module):
    """One head with layers of its own, from D to d."""

    def __init__(self, d_model, d, dropout, bias):
        super().__init__()
        self.query = nn.Linear(d_model, d, bias=bias)
        self.key = nn.Linear(d_model, d, bias=bias)
        self.value = nn.Linear(d_model, d, bias=bias)
        self.dropout = nn.Dropout(dropout)

    def forward(self, query, key, value, mask):
        q, k, v = self.query(query), self.key(key), self.value(value)
        scores = q @ k.transpose(1, 2) / math.sqrt(q.size(-1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e30)
        weights = scores.softmax(dim=-1)
        if mask is not None:
            weights = weights * mask
        weights = self.dropout(weights)
        return weights @ v, weights


class MultiHeadAttention(nn.Module):
    """As many heads as modules in a list."""

    def __init__(self, d_model, num_heads, dropout=0.0, bias=True):
        super().__init__()
        d, rest = divmod(d_model, num_heads)
        if rest:
            raise ValueError(f"d_model {d_model} is no multiple of num_heads {num_heads}")
        self.heads = nn.ModuleList(Head(d_model, d, dropout, bias) for _ in range(num_heads))
        self.proj = nn.Linear(d_model, d_model, bias=bias)

    def forward(self, query, key, value, mask=None, need_weights=False):
        if mask is not None and mask.dim() == 2:
            mask = mask.unsqueeze(1)
        results, weights = zip(*(head(query, key, value, mask) for head in self.heads), strict=True)
        output = self.proj(torch.cat(results, dim=-1))
        return output, torch.stack(weights, dim=1) if need_weights else None
