import math

import torch
import torch.nn as nn


class CrossAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int):
        if d_model % num_heads:
            raise ValueError(f"{d_model} is not a multiple of {num_heads}")
        super().__init__()
        self.num_heads, self.width = num_heads, d_model // num_heads
        for name in ("w_q", "w_k", "w_v", "w_o"):
            setattr(self, name, nn.Linear(d_model, d_model))

    def forward(self, x, memory, memory_mask=None):
        queries, keys, values = self.w_q(x), self.w_k(memory), self.w_v(memory)
        heads = []
        for h in range(self.num_heads):
            part = slice(h * self.width, (h + 1) * self.width)
            scores = torch.bmm(queries[..., part], keys[..., part].mT) / math.sqrt(self.width)
            if memory_mask is not None:
                scores = scores.masked_fill(~memory_mask.unsqueeze(1), -1e30)
            weights = torch.softmax(scores, dim=2)
            if memory_mask is not None:
                weights = weights * memory_mask.unsqueeze(1)
            heads.append(torch.bmm(weights, values[..., part]))
        return self.w_o(torch.cat(heads, dim=-1))
