import torch
import torch.nn.functional as F
from torch import nn


class MultiHeadAttention(nn.Module):
    """Heads stay on the third axis; einsum pairs them up."""

    def __init__(self, d_model, num_heads, dropout=0.0, bias=True):
        if d_model % num_heads != 0:
            raise ValueError("d_model is not a multiple of num_heads")
        super().__init__()
        self.h, self.p = num_heads, dropout
        self.w_o = nn.Linear(d_model, d_model, bias)
        self.w_v = nn.Linear(d_model, d_model, bias)
        self.w_k = nn.Linear(d_model, d_model, bias)
        self.w_q = nn.Linear(d_model, d_model, bias)

    def forward(self, query, key, value, mask=None, need_weights=False):
        q, k, v = (
            layer(t).unflatten(-1, (self.h, -1))
            for layer, t in ((self.w_q, query), (self.w_k, key), (self.w_v, value))
        )
        e = torch.einsum("bthd,bshd->bhts", q, k) * q.shape[-1] ** -0.5
        if mask is None:
            keep = torch.ones_like(e, dtype=torch.bool)
        else:
            keep = mask[:, None, None] if mask.ndim == 2 else mask[:, None]
        peak = e.detach().where(keep, torch.finfo(e.dtype).min).amax(dim=-1, keepdim=True)
        e = torch.exp((e - peak).masked_fill(~keep, 0.0)) * keep
        total = e.sum(dim=-1, keepdim=True)
        a = e / torch.where(total == 0, torch.ones_like(total), total)
        a = F.dropout(a, self.p, training=self.training)
        out = self.w_o(torch.einsum("bhts,bshd->bthd", a, v).flatten(-2))
        return (out, a) if need_weights else (out, None)
