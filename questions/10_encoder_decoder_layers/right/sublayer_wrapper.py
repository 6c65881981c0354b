import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    """Same parameters as nn.MultiheadAttention; here True means that a key may be seen."""

    def __init__(self, width, heads):
        super().__init__()
        if width % heads != 0:
            raise ValueError("num_heads does not divide d_model")
        self.heads = heads
        self.out_proj = nn.Linear(width, width)
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.in_proj_weight = nn.Parameter(torch.randn(3 * width, width) / width**0.5)

    def forward(self, x, source, keep=None, causal=False):
        packed = zip(self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3), strict=True)
        q, k, v = (
            F.linear(t, w, b).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for t, (w, b) in zip((x, source, source), packed, strict=True)
        )
        keep = None if keep is None else keep[:, None, None]
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=keep, is_causal=causal)
        return self.out_proj(out.transpose(1, 2).flatten(2))


class Sublayers(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False, count=2):
        super().__init__()
        self.pre = norm_first
        self.p = dropout
        for i in range(count, 0, -1):
            self.add_module(f"norm{i}", nn.LayerNorm(d_model))
        self.linear2 = nn.Linear(d_ff, d_model)
        self.linear1 = nn.Linear(d_model, d_ff)
        self.self_attn = Attention(d_model, num_heads)

    def run(self, x, *sublayers):
        for i, sublayer in enumerate(sublayers, start=1):
            norm = self.get_submodule(f"norm{i}")
            branch = sublayer(norm(x) if self.pre else x)
            x = x + F.dropout(branch, self.p, self.training)
            x = x if self.pre else norm(x)
        return x

    def mlp(self, x):
        return self.linear2(self.linear1(x).relu())


class EncoderLayer(Sublayers):
    def forward(self, x, mask=None):
        return self.run(x, lambda y: self.self_attn(y, y, mask), self.mlp)


class DecoderLayer(Sublayers):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__(d_model, num_heads, d_ff, dropout, norm_first, count=3)
        self.multihead_attn = Attention(d_model, num_heads)

    def forward(self, x, memory, memory_mask=None):
        def look_back(y):
            return self.self_attn(y, y, causal=True)

        def look_up(y):
            return self.multihead_attn(y, memory, memory_mask)

        return self.run(x, look_back, look_up, self.mlp)
