"""Sentence vectors, their similarity, and the loss that trains them.

Reimers and Gurevych 2019, section 3; Henderson et al. 2017, section 4 (multiple negatives).
"""

import torch
from torch import Tensor
from torch.nn import functional as F


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean of the real tokens' states; zeros for a row without any.

    `hidden` (B, T, D), `mask` (B, T) with True for a real token.
    """
    real = mask[:, :, None].to(hidden.dtype)  # (B, T, 1)
    total = (hidden * real).sum(dim=1)  # (B, D)
    count = real.sum(dim=1)  # (B, 1)
    return total / count.clamp(min=1)


def similarity_matrix(a: Tensor, b: Tensor) -> Tensor:
    """The cosine of every row of `a` (N, D) with every row of `b` (M, D)."""
    a = F.normalize(a, dim=-1)  # length 1, but a zero vector stays zero
    b = F.normalize(b, dim=-1)
    return a @ b.T  # (N, M)


def in_batch_loss(a: Tensor, b: Tensor, temperature: float) -> Tensor:
    """Cross-entropy of finding row i of `b` (M, D) for row i of `a` (N, D) among all rows of `b`."""
    if len(b) < len(a):
        raise ValueError(f"{len(a)} rows need at least as many candidates, got {len(b)}")
    if temperature <= 0:
        raise ValueError(f"temperature must be greater than 0, got {temperature}")
    logits = similarity_matrix(a, b) / temperature  # (N, M)
    targets = torch.arange(len(a), device=a.device)  # (N,), the diagonal
    return F.cross_entropy(logits, targets)
