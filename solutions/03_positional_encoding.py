"""Sinusoidal positions, one row of sines and cosines each. Vaswani et al. 2017, section 3.5."""

import math

import torch
from torch import Tensor


def sinusoidal_encoding(max_len: int, d_model: int, base: float = 10000.0) -> Tensor:
    """One row per position; columns 2i and 2i + 1 hold the sine and the cosine of one angle."""
    # In float64 until the last line: the angles of late positions are large, and would lose digits.
    positions = torch.arange(max_len, dtype=torch.float64)  # (T,)
    columns = torch.arange(d_model, dtype=torch.float64)  # (D,)
    exponents = 2 * (columns // 2) / d_model  # 2i/D, alike in the two columns of a pair
    frequencies = torch.exp(-math.log(base) * exponents)  # (D,)
    angles = torch.outer(positions, frequencies)  # (T, D)
    table = torch.where(columns % 2 == 0, angles.sin(), angles.cos())  # (T, D)
    return table.to(torch.get_default_dtype())
