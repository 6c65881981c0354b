"""One encoder layer and one decoder layer. Vaswani et al. 2017, section 3.1 and Figure 1."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def hidden(mask: Tensor | None) -> Tensor | None:
    """nn.MultiheadAttention wants True where a key is hidden, the opposite of our masks."""
    return None if mask is None else ~mask


class Layer(nn.Module):
    """What both layers contain: self-attention, a feed-forward network, and a norm for each."""

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.0,
        norm_first: bool = False,
    ):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")
        self.norm_first = norm_first
        self.self_attn = nn.MultiheadAttention(d_model, num_heads, dropout, batch_first=True)
        self.linear1 = nn.Linear(d_model, d_ff)
        self.linear2 = nn.Linear(d_ff, d_model)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def attend(self, attention: nn.Module, query: Tensor, source: Tensor, **masks) -> Tensor:
        # need_weights=False also gives zeros, not NaN, for a query that may attend to nothing.
        return self.dropout(attention(query, source, source, need_weights=False, **masks)[0])

    def feed_forward(self, x: Tensor) -> Tensor:
        h = self.dropout(F.relu(self.linear1(x)))  # (B, T, F)
        return self.dropout(self.linear2(h))  # (B, T, D)


class EncoderLayer(Layer):
    """Self-attention, then the feed-forward network. Figure 1, left."""

    def self_attention(self, x: Tensor, mask: Tensor | None) -> Tensor:
        return self.attend(self.self_attn, x, x, key_padding_mask=hidden(mask))

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        if self.norm_first:
            x = x + self.self_attention(self.norm1(x), mask)
            x = x + self.feed_forward(self.norm2(x))
        else:
            x = self.norm1(x + self.self_attention(x, mask))
            x = self.norm2(x + self.feed_forward(x))
        return x  # (B, S, D)


class DecoderLayer(Layer):
    """Causal self-attention, cross-attention to the memory, then feed-forward. Figure 1, right."""

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.0,
        norm_first: bool = False,
    ):
        super().__init__(d_model, num_heads, d_ff, dropout, norm_first)
        self.multihead_attn = nn.MultiheadAttention(d_model, num_heads, dropout, batch_first=True)
        self.norm3 = nn.LayerNorm(d_model)

    def causal_attention(self, x: Tensor) -> Tensor:
        T = x.size(1)
        future = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)  # True = hidden
        return self.attend(self.self_attn, x, x, attn_mask=future)

    def cross_attention(self, x: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        return self.attend(self.multihead_attn, x, memory, key_padding_mask=hidden(mask))

    def forward(self, x: Tensor, memory: Tensor, memory_mask: Tensor | None = None) -> Tensor:
        if self.norm_first:
            x = x + self.causal_attention(self.norm1(x))
            x = x + self.cross_attention(self.norm2(x), memory, memory_mask)
            x = x + self.feed_forward(self.norm3(x))
        else:
            x = self.norm1(x + self.causal_attention(x))
            x = self.norm2(x + self.cross_attention(x, memory, memory_mask))
            x = self.norm3(x + self.feed_forward(x))
        return x  # (B, T, D)
