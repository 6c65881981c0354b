import math

import torch
import torch.nn.functional as F
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, hidden, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.in_proj_weight = nn.Parameter(torch.randn(3 * hidden, hidden) / math.sqrt(hidden))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * hidden))
        self.out_proj = nn.Linear(hidden, hidden)

    def forward(self, x, mask):
        B, T, D = x.shape
        projected = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = (
            part.view(B, T, self.num_heads, -1).transpose(1, 2) for part in projected.chunk(3, -1)
        )
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, T, T)
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, None, :], -math.inf)
        heads = scores.softmax(dim=-1) @ v  # (B, H, T, d)
        return self.out_proj(heads.transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self, hidden, num_heads, intermediate):
        super().__init__()
        self.self_attn = SelfAttention(hidden, num_heads)
        self.linear1 = nn.Linear(hidden, intermediate)
        self.linear2 = nn.Linear(intermediate, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x, mask):
        x = self.norm1(x + self.self_attn(x, mask))
        return self.norm2(x + self.linear2(F.gelu(self.linear1(x))))


class BertModel(nn.Module):
    def __init__(
        self, vocab_size, hidden, num_layers, num_heads, intermediate, max_positions, type_vocab=2
    ):
        super().__init__()
        if hidden % num_heads:
            raise ValueError(f"hidden ({hidden}) must be divisible by num_heads ({num_heads})")
        self.max_positions = max_positions
        self.word_embed = nn.Embedding(vocab_size, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(type_vocab, hidden)
        self.embed_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(
            [Layer(hidden, num_heads, intermediate) for _ in range(num_layers)]
        )
        self.pooler = nn.Linear(hidden, hidden)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        T = input_ids.size(1)
        if T > self.max_positions:
            raise ValueError(f"{T} tokens are more than max_positions ({self.max_positions})")
        if token_type_ids is None:
            token_type_ids = torch.zeros_like(input_ids)
        positions = torch.arange(T, device=input_ids.device)
        x = self.word_embed(input_ids)
        x = x + self.position_embed(positions) + self.segment_embed(token_type_ids)
        x = self.embed_norm(x)  # (B, T, D)
        for layer in self.layers:
            x = layer(x, attention_mask)
        return x, torch.tanh(self.pooler(x[:, 0]))
