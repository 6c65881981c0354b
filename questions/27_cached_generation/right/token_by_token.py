import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    """One token after the other, which needs no mask: a query meets only the keys that exist."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads != 0:
            raise ValueError("num_heads must divide d_model")
        if (d_model // num_heads) % 2 != 0:
            raise ValueError("heads must have an even width")
        self.h, self.d = num_heads, d_model // num_heads
        for name in ("w_q", "w_k", "w_v", "w_o"):
            self.add_module(name, nn.Linear(d_model, d_model))

    def turned(self, x, position):
        half = self.d // 2
        result = torch.empty_like(x)
        for i in range(half):
            angle = position / 10000 ** (2 * i / self.d)
            c, s = math.cos(angle), math.sin(angle)
            result[..., i] = c * x[..., i] - s * x[..., i + half]
            result[..., i + half] = s * x[..., i] + c * x[..., i + half]
        return result

    def forward(self, x, cache=None):
        keys = [] if cache is None else list(cache["k"].unbind(2))
        values = [] if cache is None else list(cache["v"].unbind(2))
        out = []
        for token in x.unbind(1):
            position = len(keys)
            q, k, v = (w(token).unflatten(-1, (self.h, self.d)) for w in (self.w_q, self.w_k, self.w_v))
            keys.append(self.turned(k, position))
            values.append(v)
            q = self.turned(q, position)
            k, v = torch.stack(keys, dim=2), torch.stack(values, dim=2)
            scores = torch.einsum("bhd,bhsd->bhs", q, k) * self.d**-0.5
            mixed = torch.einsum("bhs,bhsd->bhd", scores.softmax(-1), v)
            out.append(self.w_o(mixed.flatten(1)))
        return torch.stack(out, dim=1), {"k": k, "v": v}
