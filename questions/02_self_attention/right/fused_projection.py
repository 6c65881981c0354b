import math

import torch
import torch.nn.functional as F
from torch import nn


class SelfAttention(nn.Module):
    """One matrix product for Q, K and V, and an additive mask."""

    def __init__(self, d_model: int) -> None:
        super().__init__()
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, x, mask=None):
        maps = (self.w_q, self.w_k, self.w_v)
        packed = F.linear(x, torch.cat([m.weight for m in maps]), torch.cat([m.bias for m in maps]))
        q, k, v = packed.chunk(3, dim=-1)
        att = q.matmul(k.mT).div(math.sqrt(k.shape[-1]))
        if mask is None:
            att = F.softmax(att, -1)
        else:
            empty = ~mask.any(-1, keepdim=True)
            bias = x.new_zeros(mask.shape).masked_fill(~(mask | empty), -math.inf)
            att = F.softmax(att + bias, -1) * (~empty)
        return self.w_o(att.matmul(v)), att
