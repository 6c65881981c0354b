# interview: gated-feed-forward
"""Write the class and the function. `interview show 33` has the task, `interview grade 33` grades it."""

import torch
from torch import Tensor, nn


class GatedFeedForward(nn.Module):
    def __init__(self, d_model: int, d_ff: int, activation: str = "silu"):
        super().__init__()
        # The parameters live in three nn.Linear without bias, named gate, up and down.
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        # x (..., D) -> (..., D)
        raise NotImplementedError


def gated_width(d_model: int, multiple: int) -> int:
    raise NotImplementedError
