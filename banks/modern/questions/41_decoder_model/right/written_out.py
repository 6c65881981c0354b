import math

import torch
from torch import nn


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        wide = x.float() if x.dtype in (torch.bfloat16, torch.float16) else x
        return (wide / (wide.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt()).to(x.dtype) * self.weight


class Attention(nn.Module):
    def __init__(self, D, H, G):
        super().__init__()
        self.w_q, self.w_o = nn.Linear(D, D, bias=False), nn.Linear(D, D, bias=False)
        self.w_k, self.w_v = (nn.Linear(D, D // H * G, bias=False) for _ in range(2))


class FeedForward(nn.Module):
    def __init__(self, D, F):
        super().__init__()
        self.down = nn.Linear(F, D, bias=False)
        self.up = nn.Linear(D, F, bias=False)
        self.gate = nn.Linear(D, F, bias=False)

    def forward(self, x):
        z = self.gate(x)
        return self.down(z * torch.sigmoid(z) * self.up(x))


class Block(nn.Module):
    def __init__(self, D, H, G, F):
        super().__init__()
        self.attention_norm, self.ffn_norm = Norm(D), Norm(D)
        self.attention, self.ffn = Attention(D, H, G), FeedForward(D, F)


class DecoderModel(nn.Module):
    """Scores, mask and softmax by hand; the query heads of a group have an axis of their own."""

    def __init__(
        self,
        vocab_size,
        d_model,
        num_layers,
        num_heads,
        num_kv_heads,
        d_ff,
        base=10000.0,
        tie=False,
    ):
        super().__init__()
        d, left = divmod(d_model, num_heads)
        if left or d % 2 or num_heads % num_kv_heads:
            raise ValueError("widths")
        self.d, self.G, self.base = d, num_kv_heads, base
        self.head = nn.Linear(d_model, vocab_size, bias=False)
        self.embed = nn.Embedding(vocab_size, d_model)
        if tie:
            self.embed.weight = self.head.weight
        self.norm = Norm(d_model)
        self.layers = nn.ModuleList()
        for _ in range(num_layers):
            self.layers.append(Block(d_model, num_heads, num_kv_heads, d_ff))

    def turn(self, x):
        """x (B, T, heads, d), half-split."""
        half = self.d // 2
        rate = torch.pow(
            self.base, -torch.arange(half, device=x.device, dtype=torch.float64) / half
        )
        angle = torch.outer(
            torch.arange(x.size(1), device=x.device, dtype=torch.float64), rate
        ).unsqueeze(1)
        cos, sin = (
            torch.cat([t, t], -1).to(x.dtype) for t in (torch.cos(angle), torch.sin(angle))
        )
        partner = torch.cat([-x[..., half:], x[..., :half]], -1)
        return x * cos + partner * sin

    def attend(self, layer, x):
        B, T, _ = x.shape
        q = self.turn(layer.w_q(x).view(B, T, -1, self.d)).unflatten(2, (self.G, -1))
        k = self.turn(layer.w_k(x).view(B, T, self.G, self.d))
        v = layer.w_v(x).view(B, T, self.G, self.d)
        scores = torch.einsum("btgnd,bsgd->bgnts", q, k) / math.sqrt(self.d)
        allowed = torch.ones(T, T, dtype=torch.bool, device=x.device).tril()
        weights = scores.masked_fill(~allowed, float("-inf")).softmax(-1)
        return layer.w_o(torch.einsum("bgnts,bsgd->btgnd", weights, v).flatten(2))

    def forward(self, ids):
        x = self.embed(ids)
        for block in self.layers:
            x = x + self.attend(block.attention, block.attention_norm(x))
            x = x + block.ffn(block.ffn_norm(x))
        return self.norm(x) @ self.head.weight.T
