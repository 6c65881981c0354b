"""Numbers drawn for a reference and its oracle alike, and a cache filled piece by piece."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


def normal(*shape: int, seed: int = 0) -> Tensor:
    """Standard normal numbers in float64, the same for the same seed."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, dtype=torch.float64, generator=generator)


def in_pieces(ours: nn.Module, x: Tensor, pieces: Sequence[int]) -> tuple[Tensor, dict]:
    """What a module with a cache makes of x (B, T, D), handed over in pieces of these lengths; and the cache."""
    outputs, cache = [], None
    for piece in x.split(tuple(pieces), dim=1):
        out, cache = ours(piece, cache)
        outputs.append(out)
    return torch.cat(outputs, dim=1), cache
