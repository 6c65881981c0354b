from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Attended(NamedTuple):
    output: Tensor
    weights: Tensor | None


class MultiHeadAttention(nn.Module):
    """The softmax runs in float32 and is cast back; a named pair, and the width is refused at a call."""

    def __init__(self, d_model, num_heads, dropout=0.0, bias=True):
        super().__init__()
        self.num_heads, self.p = num_heads, dropout
        for name in ("w_o", "w_v", "w_k", "w_q"):
            setattr(self, name, nn.Linear(d_model, d_model, bias=bias))

    def forward(self, query, key, value, mask=None, need_weights=False):
        width = query.size(-1)
        if width % self.num_heads:
            raise ValueError("the heads must share the width evenly")
        q, k, v = self.w_q(query), self.w_k(key), self.w_v(value)
        q, k, v = (torch.stack(t.chunk(self.num_heads, dim=-1), dim=1) for t in (q, k, v))
        scores = q @ k.mT * (width // self.num_heads) ** -0.5
        if mask is not None:
            keep = mask[:, None, None] if mask.dim() == 2 else mask[:, None]
            scores = scores.masked_fill(~keep, -1e9)
        weights = F.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
        weights = F.dropout(weights, self.p, self.training)
        if mask is not None:
            weights = weights * keep
        output = self.w_o(torch.cat((weights @ v).unbind(1), dim=-1))
        return Attended(output, weights if need_weights else None)
