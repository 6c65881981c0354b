import torch
from torch import nn


class Heads(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.in_proj_weight = nn.Parameter(torch.empty(3 * D, D))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * D))
        self.out_proj = nn.Linear(D, D)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, x, y, keep):
        """keep (B or 1, T or 1, S), True where a query may see a key."""
        w = self.in_proj_weight.view(3, self.H, -1, x.size(-1))  # (3, H, d, D)
        b = self.in_proj_bias.view(3, self.H, 1, -1)
        q = torch.einsum("hdc,btc->bhtd", w[0], x) + b[0]
        k = torch.einsum("hdc,bsc->bhsd", w[1], y) + b[1]
        v = torch.einsum("hdc,bsc->bhsd", w[2], y) + b[2]
        keep = keep[:, None]
        scores = torch.einsum("bhtd,bhsd->bhts", q, k) / q.size(-1) ** 0.5
        scores = scores.masked_fill(~keep, torch.finfo(scores.dtype).min)
        weights = scores.softmax(-1) * keep
        out_weight = self.out_proj.weight.view(-1, *q.shape[1::2])  # (D, H, d)
        return torch.einsum("bhts,bhsd,chd->btc", weights, v, out_weight) + self.out_proj.bias


def residual(layer, x, norm, sublayer):
    if layer.norm_first:
        return x + layer.dropout(sublayer(norm(x)))
    return norm(x + layer.dropout(sublayer(x)))


def build(layer, D, H, F, dropout, norm_first, attentions):
    if D % H:
        raise ValueError(f"{H} heads do not divide {D}")
    layer.norm_first = norm_first
    layer.dropout = nn.Dropout(dropout)
    layer.linear1, layer.linear2 = nn.Linear(D, F), nn.Linear(F, D)
    for name in attentions:
        setattr(layer, name, Heads(D, H))
    for i in range(len(attentions) + 1):
        setattr(layer, f"norm{i + 1}", nn.LayerNorm(D))


def feed_forward(layer):
    return lambda x: layer.linear2(torch.clamp(layer.linear1(x), min=0))


class EncoderLayer(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__()
        build(self, d_model, num_heads, d_ff, dropout, norm_first, ["self_attn"])

    def forward(self, x, mask=None):
        keep = x.new_ones(x.shape[:2], dtype=torch.bool) if mask is None else mask
        x = residual(self, x, self.norm1, lambda q: self.self_attn(q, q, keep[:, None]))
        return residual(self, x, self.norm2, feed_forward(self))


class DecoderLayer(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__()
        names = ["self_attn", "multihead_attn"]
        build(self, d_model, num_heads, d_ff, dropout, norm_first, names)

    def forward(self, x, memory, memory_mask=None):
        t = torch.arange(x.size(1), device=x.device)
        past = (t[None, :] <= t[:, None])[None]
        if memory_mask is None:
            memory_mask = memory.new_ones(memory.shape[:2], dtype=torch.bool)
        real = memory_mask[:, None]
        x = residual(self, x, self.norm1, lambda q: self.self_attn(q, q, past))
        x = residual(self, x, self.norm2, lambda q: self.multihead_attn(q, memory, real))
        return residual(self, x, self.norm3, feed_forward(self))
