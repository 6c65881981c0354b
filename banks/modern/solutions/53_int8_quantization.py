"""Weights and activations in int8. Dettmers et al. 2022, §2; Jacob et al. 2018, §2."""

import torch
from torch import Tensor


def quantize_rows(w: Tensor) -> tuple[Tensor, Tensor]:
    """Codes from -127 to 127 and one scale for each row: `w` (..., n) -> int8 (..., n), (...)."""
    largest = w.abs().amax(dim=-1, keepdim=True)  # (..., 1)
    scale = torch.where(largest > 0, largest / 127, 1.0)  # a row of zeros has any scale
    codes = (w / scale).round().to(torch.int8)
    return codes, scale.squeeze(-1)


def quantize_affine(
    x: Tensor, low: float | None = None, high: float | None = None
) -> tuple[Tensor, Tensor, int]:
    """Codes from 0 to 255, the scale () and the code of 0, for the range from `low` to `high`."""
    low = x.min().item() if low is None else low
    high = x.max().item() if high is None else high
    if low > high:
        raise ValueError(f"low ({low}) is above high ({high})")
    low, high = min(low, 0.0), max(high, 0.0)  # so that 0 has a code of its own
    scale = x.new_tensor((high - low) / 255 if high > low else 1.0)
    zero_point = round(-low / scale.item())
    codes = (x / scale).round() + zero_point
    return codes.clamp(0, 255).to(torch.uint8), scale, zero_point


def dequantize_affine(codes: Tensor, scale: Tensor, zero_point: int) -> Tensor:
    """The numbers that the codes stand for, in the dtype of the scale."""
    return scale * (codes.to(scale.dtype) - zero_point)  # uint8 has no negative differences


def int8_linear(x: Tensor, codes: Tensor, scale: Tensor) -> Tensor:
    """`x` (..., n) times a quantized weight, codes (m, n) with scale (m) -> (..., m)."""
    if codes.dtype != torch.int8:
        raise ValueError(f"codes must be int8, got {codes.dtype}")
    if x.size(-1) != codes.size(-1):
        raise ValueError(f"x has {x.size(-1)} features, the weight {codes.size(-1)}")
    tokens, token_scale = quantize_rows(x)  # (..., n), (...)
    sums = tokens.int() @ codes.int().mT  # (..., m); int8 would wrap around
    # Neither scale depends on the feature that is summed over, so both stand before the sum.
    return sums * token_scale.unsqueeze(-1) * scale
