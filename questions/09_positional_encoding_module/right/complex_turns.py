import torch
from torch import nn


def turning(count, width):
    """Row p is (sin, cos) of p times each frequency, read off unit complex numbers."""
    frequency = torch.pow(10000.0, -torch.arange(0.0, width, 2.0) / width)
    points = torch.polar(torch.ones(1), torch.arange(float(count))[:, None] * frequency)
    return torch.view_as_real(points).flip(-1).reshape(count, -1)[:, :width]


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, dropout=0.1, max_len=5000):
        super().__init__()
        self.max_len = max_len
        self.encode = nn.Module()
        self.encode.register_buffer("weight", turning(max_len, d_model))
        self.after = nn.Sequential(nn.Dropout(dropout), nn.Identity())

    def forward(self, x, offset=0):
        B, T, D = x.shape
        if offset not in range(self.max_len - T + 1):
            raise ValueError(f"{T} tokens at offset {offset} exceed max_len={self.max_len}")
        pe = self.encode.weight[torch.arange(T) + offset]
        return self.after(pe.expand(B, T, D) + x)
