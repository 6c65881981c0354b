import math

import torch
from torch import nn


class Attention(nn.Module):
    """With three layers in the place of torch's packed one."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        self.num_heads = num_heads
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

    def forward(self, x, source, allowed=None):
        """allowed (B or 1, T or 1, S), True where a query may see a key."""
        q, k, v = self.split(self.w_q(x)), self.split(self.w_k(source)), self.split(self.w_v(source))
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
        if allowed is None:
            weights = scores.softmax(-1)
        else:
            blocked = ~allowed.unsqueeze(1)
            weights = scores.masked_fill(blocked, -1e30).softmax(-1).masked_fill(blocked, 0.0)
        return self.w_o((weights @ v).transpose(1, 2).flatten(2))


class Residual(nn.Module):
    """Norm and dropout around a sublayer, which is called and not held."""

    def __init__(self, d_model, dropout, norm_first):
        super().__init__()
        self.norm, self.dropout = nn.LayerNorm(d_model), nn.Dropout(dropout)
        self.norm_first = norm_first

    def forward(self, x, sublayer):
        if self.norm_first:
            return x + self.dropout(sublayer(self.norm(x)))
        return self.norm(x + self.dropout(sublayer(x)))


def feed_forward(d_model, d_ff):
    return nn.Sequential(nn.Linear(d_model, d_ff), nn.ReLU(), nn.Linear(d_ff, d_model))


class EncoderLayer(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__()
        self.attention = Attention(d_model, num_heads)
        self.ffn = feed_forward(d_model, d_ff)
        self.around = nn.ModuleList(Residual(d_model, dropout, norm_first) for _ in range(2))

    def forward(self, x, mask=None):
        real = None if mask is None else mask[:, None]
        x = self.around[0](x, lambda y: self.attention(y, y, real))
        return self.around[1](x, self.ffn)


class DecoderLayer(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__()
        self.cross_attention = Attention(d_model, num_heads)
        self.self_attention = Attention(d_model, num_heads)
        self.ffn = feed_forward(d_model, d_ff)
        self.around = nn.ModuleList(Residual(d_model, dropout, norm_first) for _ in range(3))

    def forward(self, x, memory, memory_mask=None):
        T = x.size(1)
        past = torch.ones(1, T, T, dtype=torch.bool, device=x.device).tril()
        real = None if memory_mask is None else memory_mask[:, None]
        x = self.around[0](x, lambda y: self.self_attention(y, y, past))
        x = self.around[1](x, lambda y: self.cross_attention(y, memory, real))
        return self.around[2](x, self.ffn)
