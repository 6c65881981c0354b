"""The position-wise feed-forward sublayer. Vaswani et al. 2017, sections 3.1, 3.3 and 5.4."""

import torch
from torch import Tensor, nn


class FeedForwardSublayer(nn.Module):
    """Two linear layers with a ReLU between them, then residual connection and LayerNorm."""

    def __init__(self, d_model: int, d_ff: int, dropout: float = 0.0):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.norm = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        # nn.Linear acts on the last axis alone, so every position passes through the same network.
        hidden = self.dropout(torch.relu(self.fc1(x)))  # (B, T, F)
        update = self.dropout(self.fc2(hidden))  # (B, T, D)
        return self.norm(x + update)
