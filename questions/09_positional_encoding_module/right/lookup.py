import math

import torch
from torch import nn


class PositionalEncoding(nn.Module):
    """Looks the rows up by position, as a learned embedding would."""

    def __init__(self, d_model: int, dropout: float = 0.1, max_len: int = 5000):
        super().__init__()
        columns = torch.arange(d_model)
        rate = torch.exp((columns - columns % 2) * (-math.log(10_000) / d_model))
        phase = (columns % 2) * (math.pi / 2)  # cos(a) = sin(a + pi/2)
        rows = torch.sin(torch.arange(max_len)[:, None] * rate + phase)
        self.register_buffer("rows", rows, persistent=False)
        self.drop = nn.Dropout(p=dropout)

    def forward(self, x: torch.Tensor, offset: int = 0) -> torch.Tensor:
        first, last = offset, offset + x.size(-2) - 1
        if first < 0 or last >= len(self.rows):
            raise ValueError(f"positions {first} to {last}, table of {len(self.rows)}")
        positions = torch.arange(first, last + 1, device=x.device)
        return self.drop(torch.add(nn.functional.embedding(positions, self.rows), x))
