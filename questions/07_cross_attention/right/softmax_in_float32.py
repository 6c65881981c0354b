import torch
from torch import nn
from torch.nn import functional as F


class CrossAttention(nn.Module):
    """The softmax runs in float32 and is cast back; the width is refused at the first call."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        self.num_heads = num_heads
        for name in ("w_q", "w_k", "w_v", "w_o"):
            self.add_module(name, nn.Linear(d_model, d_model))

    def forward(self, x, memory, memory_mask=None):
        if x.size(-1) % self.num_heads:
            raise ValueError("the heads must share the width evenly")
        q, k, v = self.w_q(x), self.w_k(memory), self.w_v(memory)
        q, k, v = (torch.stack(t.chunk(self.num_heads, dim=-1), dim=1) for t in (q, k, v))
        scores = q @ k.mT * q.size(-1) ** -0.5
        if memory_mask is not None:
            keep = memory_mask[:, None, None]
            scores = scores.masked_fill(~keep, -1e9)
        weights = F.softmax(scores, dim=-1, dtype=torch.float32).to(x.dtype)
        if memory_mask is not None:
            weights = weights * keep
        return self.w_o(torch.cat((weights @ v).unbind(1), dim=-1))
