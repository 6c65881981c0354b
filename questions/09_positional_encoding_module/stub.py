# interview: positional-encoding-module
"""Write PositionalEncoding. `interview show 9` has the task, `interview grade 9` grades this file."""

import torch
from torch import Tensor, nn


class PositionalEncoding(nn.Module):
    def __init__(self, d_model: int, dropout: float = 0.1, max_len: int = 5000):
        super().__init__()
        # The module has no parameters.
        raise NotImplementedError

    def forward(self, x: Tensor, offset: int = 0) -> Tensor:
        # x (B, T, D), its first token at position offset -> (B, T, D)
        raise NotImplementedError
