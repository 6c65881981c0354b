import torch
from torch import nn


class SelfAttention(nn.Module):
    """The softmax runs in float32 and is cast back; -1e9 on blocked pairs, empty rows multiplied by 0."""

    def __init__(self, d_model):
        super().__init__()
        self.w_o = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_q = nn.Linear(d_model, d_model)
        self.scale = d_model**-0.5

    def forward(self, x, mask=None):
        scores = torch.bmm(self.w_q(x) * self.scale, self.w_k(x).mT)
        if mask is not None:
            scores = torch.where(mask, scores, torch.full_like(scores, -1e9))
        attention = torch.softmax(scores, dim=-1, dtype=torch.float32).type_as(x)
        if mask is not None:
            attention = attention * mask.to(x.dtype)
        return self.w_o(torch.bmm(attention, self.w_v(x))), attention
