"""Positional encoding: add a fixed table, then drop. Vaswani et al. 2017, sections 3.5, 5.4."""

import torch
from torch import Tensor, nn


def sinusoids(max_len: int, d_model: int) -> Tensor:
    """Columns 2i and 2i + 1 of row pos: sine and cosine of pos / 10000^(2i/D)."""
    positions = torch.arange(max_len, dtype=torch.float64)
    frequencies = 10000.0 ** (-torch.arange(0, d_model, 2, dtype=torch.float64) / d_model)
    angles = torch.outer(positions, frequencies)  # (max_len, D/2 rounded up)
    pairs = torch.stack([angles.sin(), angles.cos()], dim=-1)  # (max_len, D/2 rounded up, 2)
    return pairs.flatten(1)[:, :d_model].to(torch.get_default_dtype())  # (max_len, D)


class PositionalEncoding(nn.Module):
    """Adds the rows of the table from `offset` on to `x`, and applies dropout to the sum."""

    table: Tensor

    def __init__(self, d_model: int, dropout: float = 0.1, max_len: int = 5000):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        # A buffer moves and casts with the module and is never trained. It can be computed again at
        # any time, so it need not be saved: persistent=False keeps it out of the state_dict.
        self.register_buffer("table", sinusoids(max_len, d_model), persistent=False)

    def forward(self, x: Tensor, offset: int = 0) -> Tensor:
        T, max_len = x.size(1), self.table.size(0)
        if offset < 0 or offset + T > max_len:
            raise ValueError(f"offset {offset} with {T} positions leaves the table of {max_len}")
        return self.dropout(x + self.table[offset : offset + T])  # (B, T, D) + (T, D)
