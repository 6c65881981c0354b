# interview: feed-forward
"""Write FeedForwardSublayer. `interview show 5` has the task, `interview grade 5` grades it."""

import torch
from torch import Tensor, nn


class FeedForwardSublayer(nn.Module):
    def __init__(self, d_model: int, d_ff: int, dropout: float = 0.0):
        super().__init__()
        # The parameters live in two nn.Linear named fc1 and fc2 and an nn.LayerNorm named norm.
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        # x (B, T, D) -> (B, T, D)
        raise NotImplementedError
