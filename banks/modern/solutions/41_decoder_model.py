"""A decoder-only language model, built as Llama is. Touvron et al. 2023, section 2."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def rotate(x: Tensor, base: float) -> Tensor:
    """Turns the pairs (i, i + d/2) of x (B, H, T, d) by angles that grow with the position."""
    T, d = x.shape[-2:]
    position = torch.arange(T, dtype=torch.float64, device=x.device)  # (T,)
    exponent = torch.arange(0, d, 2, dtype=torch.float64, device=x.device) / d  # (d/2,)
    angle = position[:, None] * base**-exponent  # (T, d/2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x.chunk(2, dim=-1)  # (B, H, T, d/2) each
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


class Attention(nn.Module):
    """Causal, with rotary positions, and fewer heads for keys and values than for queries."""

    def __init__(self, d_model: int, num_heads: int, num_kv_heads: int, base: float):
        super().__init__()
        self.d = d_model // num_heads
        self.base = base
        self.w_q = nn.Linear(d_model, num_heads * self.d, bias=False)
        self.w_k = nn.Linear(d_model, num_kv_heads * self.d, bias=False)
        self.w_v = nn.Linear(d_model, num_kv_heads * self.d, bias=False)
        self.w_o = nn.Linear(num_heads * self.d, d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        q = rotate(self.split(self.w_q(x)), self.base)  # (B, H, T, d)
        k = rotate(self.split(self.w_k(x)), self.base)  # (B, G, T, d)
        v = self.split(self.w_v(x))  # (B, G, T, d)
        shared = q.size(1) // k.size(1)  # neighbouring query heads read one key head
        k, v = k.repeat_interleave(shared, dim=1), v.repeat_interleave(shared, dim=1)
        heads = F.scaled_dot_product_attention(q, k, v, is_causal=True)  # (B, H, T, d)
        return self.w_o(heads.transpose(1, 2).flatten(2))  # (B, T, D)

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (-1, self.d)).transpose(1, 2)


class FeedForward(nn.Module):
    def __init__(self, d_model: int, d_ff: int):
        super().__init__()
        self.gate = nn.Linear(d_model, d_ff, bias=False)
        self.up = nn.Linear(d_model, d_ff, bias=False)
        self.down = nn.Linear(d_ff, d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(F.silu(self.gate(x)) * self.up(x))


class Layer(nn.Module):
    """Two sublayers. Each reads a normed copy and adds to the stream, which itself is never normed."""

    def __init__(self, d_model: int, num_heads: int, num_kv_heads: int, d_ff: int, base: float):
        super().__init__()
        self.attention_norm = nn.RMSNorm(d_model, eps=1e-5)
        self.attention = Attention(d_model, num_heads, num_kv_heads, base)
        self.ffn_norm = nn.RMSNorm(d_model, eps=1e-5)
        self.ffn = FeedForward(d_model, d_ff)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x))
        return x + self.ffn(self.ffn_norm(x))  # (B, T, D)


class DecoderModel(nn.Module):
    """Token ids (B, T) -> for each position the logits (B, T, V) of the token after it."""

    def __init__(
        self,
        vocab_size: int,
        d_model: int,
        num_layers: int,
        num_heads: int,
        num_kv_heads: int,
        d_ff: int,
        base: float = 10000.0,
        tie: bool = False,
    ):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        if d_model // num_heads % 2:
            raise ValueError(f"{d_model} features in {num_heads} heads: the width must be even")
        if num_heads % num_kv_heads:
            raise ValueError(f"{num_heads} heads cannot share {num_kv_heads} key heads evenly")
        self.embed = nn.Embedding(vocab_size, d_model)
        self.layers = nn.ModuleList(
            [Layer(d_model, num_heads, num_kv_heads, d_ff, base) for _ in range(num_layers)]
        )
        self.norm = nn.RMSNorm(d_model, eps=1e-5)
        self.head = nn.Linear(d_model, vocab_size, bias=False)
        if tie:
            self.head.weight = self.embed.weight  # (V, D), one parameter with two uses

    def forward(self, ids: Tensor) -> Tensor:
        x = self.embed(ids)  # (B, T, D), not scaled
        for layer in self.layers:
            x = layer(x)
        return self.head(self.norm(x))  # (B, T, V)
