import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads != 0:
            raise ValueError("num_heads must divide d_model")
        self.h = num_heads
        self.w_o = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_q = nn.Linear(d_model, d_model)

    def forward(self, x, memory, memory_mask=None):
        q = self.w_q(x).unflatten(-1, (self.h, -1))
        k = self.w_k(memory).unflatten(-1, (self.h, -1))
        v = self.w_v(memory).unflatten(-1, (self.h, -1))
        e = torch.einsum("bthd,bshd->bhts", q, k) * q.shape[-1] ** -0.5
        if memory_mask is None:
            a = torch.softmax(e, -1)
        else:
            keep = memory_mask[:, None, None, :]
            e = torch.where(keep, e, torch.full_like(e, -1e30))
            a = torch.softmax(e, -1) * keep
        return self.w_o(torch.einsum("bhts,bshd->bthd", a, v).flatten(-2))
