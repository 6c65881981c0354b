import math

import torch
import torch.nn.functional as F
from torch import nn


class GroupedQueryAttention(nn.Module):
    """One query head after the other; softmax in float32."""

    def __init__(self, d_model, num_heads, num_kv_heads):
        super().__init__()
        if d_model % num_heads != 0 or num_heads % num_kv_heads != 0:
            raise ValueError(f"{d_model}, {num_heads}, {num_kv_heads}")
        self.heads, self.width = num_heads, d_model // num_heads
        self.per_group = num_heads // num_kv_heads
        for name, rows in (("w_q", num_heads), ("w_k", num_kv_heads), ("w_v", num_kv_heads)):
            setattr(self, name, nn.Linear(d_model, rows * self.width, bias=False))
        self.w_o = nn.Linear(d_model, d_model, bias=False)

    def forward(self, x):
        q, k, v = (f(x).split(self.width, dim=-1) for f in (self.w_q, self.w_k, self.w_v))
        T = x.shape[1]
        bias = torch.full((T, T), float("-inf"), device=x.device, dtype=x.dtype).triu(1)
        out = []
        for h in range(self.heads):
            g = h // self.per_group
            scores = torch.bmm(q[h], k[g].mT) / math.sqrt(self.width) + bias
            out.append(F.softmax(scores, dim=-1, dtype=torch.float32).to(x.dtype) @ v[g])
        return self.w_o(torch.cat(out, -1))


def pool_heads(weight, num_heads, num_kv_heads):
    if len(weight) % num_heads != 0 or num_heads % num_kv_heads != 0:
        raise ValueError("uneven")
    heads = weight.chunk(num_heads)
    n = num_heads // num_kv_heads
    return torch.cat([sum(heads[g * n : (g + 1) * n]) / n for g in range(num_kv_heads)])
