"""RMSNorm, alone and after the residual sum. Zhang and Sennrich 2019."""

import torch
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, eps: float, offset: float = 0.0) -> Tensor:
    """`x` (..., D) divided by the root of its mean square, times the gain `offset + weight` (D)."""
    if weight.shape != x.shape[-1:]:
        raise ValueError(f"weight must be {tuple(x.shape[-1:])}, got {tuple(weight.shape)}")
    # At least float32: in float16 the square of 256 is infinite, and bfloat16 has 8 bits for a number.
    wide = x.to(torch.promote_types(x.dtype, torch.float32))  # (..., D)
    gain = offset + weight.type_as(wide)  # (D,)
    mean_square = wide.square().mean(dim=-1, keepdim=True)  # (..., 1)
    normed = wide * torch.rsqrt(mean_square + eps)
    return (normed * gain).to(x.dtype)


def add_rms_norm(x: Tensor, residual: Tensor, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """The sum `x + residual` (..., D): normed for the next sublayer, and as it is for the next sum."""
    if x.shape != residual.shape:
        raise ValueError(f"x {tuple(x.shape)} and residual {tuple(residual.shape)} must be alike")
    total = x + residual
    return rms_norm(total, weight, eps), total
