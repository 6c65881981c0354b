import torch
from torch import nn
from torch.nn import functional as F


class Attention(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        if d % h:
            raise ValueError("heads")
        self.h = h
        self.in_proj_weight = nn.Parameter(torch.randn(3 * d, d))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * d))
        self.out_proj = nn.Linear(d, d)

    def forward(self, x, y, allowed):
        b, t, d = x.shape
        w, c = self.in_proj_weight.view(3, self.h, -1, d), self.in_proj_bias.view(3, self.h, 1, -1)
        q = torch.einsum("btd,hed->bhte", x, w[0]) + c[0]
        k = torch.einsum("bsd,hed->bhse", y, w[1]) + c[1]
        v = torch.einsum("bsd,hed->bhse", y, w[2]) + c[2]
        s = torch.einsum("bhte,bhse->bhts", q, k).float() * (d // self.h) ** -0.5
        s = s.masked_fill(~allowed, -3e38)
        p = (torch.softmax(s, -1) * allowed).to(x.dtype)
        return self.out_proj(torch.einsum("bhts,bhse->bthe", p, v).reshape(b, t, d))


class Norm(nn.LayerNorm):
    def forward(self, x):
        return F.layer_norm(x.float(), self.normalized_shape, self.weight.float(), self.bias.float(), self.eps).to(x.dtype)


class Base(nn.Module):
    norms = 2

    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__()
        self.self_attn = Attention(d_model, num_heads)
        if self.norms == 3:
            self.multihead_attn = Attention(d_model, num_heads)
        self.linear1, self.linear2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        for i in range(self.norms):
            setattr(self, f"norm{i + 1}", Norm(d_model))
        self.p, self.first = dropout, norm_first

    def sub(self, norm, x, f):
        if self.first:
            return x + F.dropout(f(norm(x)), self.p, self.training)
        return norm(x + F.dropout(f(x), self.p, self.training))

    def ff(self, x):
        return self.linear2(self.linear1(x).clamp_min(0))


class EncoderLayer(Base):
    def forward(self, x, mask=None):
        m = x.new_ones(x.shape[:2], dtype=torch.bool) if mask is None else mask
        x = self.sub(self.norm1, x, lambda z: self.self_attn(z, z, m[:, None, None]))
        return self.sub(self.norm2, x, self.ff)


class DecoderLayer(Base):
    norms = 3

    def forward(self, x, memory, memory_mask=None):
        t = torch.arange(x.shape[1], device=x.device)
        m = memory.new_ones(memory.shape[:2], dtype=torch.bool) if memory_mask is None else memory_mask
        x = self.sub(self.norm1, x, lambda z: self.self_attn(z, z, t[None] <= t[:, None]))
        x = self.sub(self.norm2, x, lambda z: self.multihead_attn(z, memory, m[:, None, None]))
        return self.sub(self.norm3, x, self.ff)
