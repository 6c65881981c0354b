import torch
from torch import nn


class CrossAttention(nn.Module):
    """Adds 0 or -inf to the scores and leaves rows without a single key out of the softmax."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads:
            raise ValueError("d_model % num_heads must be 0")
        self.n = num_heads
        self.w_q, self.w_k = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
        self.w_v, self.w_o = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)

    def forward(self, x, memory, memory_mask=None):
        B, T, D = x.size()
        q, k, v = (
            f(t).reshape(B, -1, self.n, D // self.n).permute(0, 2, 1, 3)
            for f, t in ((self.w_q, x), (self.w_k, memory), (self.w_v, memory))
        )
        scores = torch.matmul(q, k.permute(0, 1, 3, 2)).div((D // self.n) ** 0.5)
        if memory_mask is None:
            context = scores.softmax(-1) @ v
        else:
            some = memory_mask.any(-1)
            usable = memory_mask | ~some[:, None]
            bias = torch.zeros_like(usable, dtype=x.dtype).masked_fill(~usable, float("-inf"))
            context = (scores + bias[:, None, None]).softmax(-1) @ v
            context = context * some[:, None, None, None]
        return self.w_o(context.transpose(1, 2).flatten(2))
