"""The encoder-decoder Transformer, ids to logits. Vaswani et al. 2017, Figure 1, section 3."""

import math

import torch
from torch import Tensor, nn


def sinusoidal_positions(length: int, d_model: int) -> Tensor:
    """One row per position: sine in the even columns, cosine in the odd ones, (length, D)."""
    position = torch.arange(length, dtype=torch.float64)
    frequency = 10000.0 ** (-torch.arange(0, d_model, 2, dtype=torch.float64) / d_model)
    angle = position[:, None] * frequency  # (T, D/2)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)  # (T, D)


class Seq2SeqTransformer(nn.Module):
    """Reads the source ids into a memory, then scores the next target token at every position."""

    def __init__(
        self,
        src_vocab: int,
        tgt_vocab: int,
        d_model: int,
        num_heads: int,
        num_layers: int,
        d_ff: int,
        pad_id: int,
    ):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by num_heads ({num_heads})")

        def stack(layer: type[nn.Module]) -> nn.ModuleList:
            sizes = (d_model, num_heads, d_ff)
            return nn.ModuleList(
                layer(*sizes, dropout=0.0, batch_first=True) for _ in range(num_layers)
            )

        self.pad_id = pad_id
        self.src_embed = nn.Embedding(src_vocab, d_model)
        self.tgt_embed = nn.Embedding(tgt_vocab, d_model)
        self.encoder = stack(nn.TransformerEncoderLayer)
        self.decoder = stack(nn.TransformerDecoderLayer)
        self.out = nn.Linear(d_model, tgt_vocab)

    def embed(self, table: nn.Embedding, ids: Tensor) -> Tensor:
        x = table(ids) * math.sqrt(table.embedding_dim)  # (B, T, D)
        return x + sinusoidal_positions(x.size(1), x.size(2)).to(x)

    def encode(self, src_ids: Tensor, padding: Tensor) -> Tensor:
        x = self.embed(self.src_embed, src_ids)  # (B, S, D)
        for layer in self.encoder:
            x = layer(x, src_key_padding_mask=padding)
        return x

    def decode(self, tgt_ids: Tensor, memory: Tensor, padding: Tensor) -> Tensor:
        T = tgt_ids.size(1)
        future = torch.ones(T, T, dtype=torch.bool, device=tgt_ids.device).triu(1)
        y = self.embed(self.tgt_embed, tgt_ids)  # (B, T, D)
        for layer in self.decoder:
            y = layer(y, memory, tgt_mask=future, memory_key_padding_mask=padding)
        return y

    def forward(self, src_ids: Tensor, tgt_ids: Tensor) -> Tensor:
        # True means blocked, here and in `future`: the opposite of scaled_dot_product_attention.
        padding = src_ids == self.pad_id  # (B, S)
        memory = self.encode(src_ids, padding)  # (B, S, D)
        return self.out(self.decode(tgt_ids, memory, padding))  # (B, T, V)
