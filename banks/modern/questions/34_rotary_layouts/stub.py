# interview: rotary-layouts
"""Write the two functions. `interview show 34` has the task, `interview grade 34` grades this file."""

import torch
from torch import Tensor


def apply_rotary(
    x: Tensor, positions: Tensor, base: float, interleaved: bool, rotary_dim: int | None = None
) -> Tensor:
    # x (B, H, T, d), positions (B, T), whole numbers -> (B, H, T, d)
    raise NotImplementedError


def to_half_split(weight: Tensor, num_heads: int) -> Tensor:
    # weight (H·d, D), or a bias (H·d) -> the same shape
    raise NotImplementedError
