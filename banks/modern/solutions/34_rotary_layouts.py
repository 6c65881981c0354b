"""Rotary positions in their two layouts, and the way from one to the other. Su et al. 2021, section 3.2."""

import torch
from torch import Tensor


def apply_rotary(
    x: Tensor, positions: Tensor, base: float, interleaved: bool, rotary_dim: int | None = None
) -> Tensor:
    """Turns the pairs of x (B, H, T, d) by angles that grow with `positions` (B, T).

    Interleaved, features 2i and 2i + 1 are a pair; otherwise i and i + r/2, of the first r features.
    """
    d = x.size(-1)
    r = d if rotary_dim is None else rotary_dim
    if r % 2 or r > d:
        raise ValueError(f"rotary_dim must be even and at most {d}, got {r}")
    exponent = torch.arange(0, r, 2, dtype=torch.float64, device=x.device) / r  # (r/2,)
    # One angle for each example, token and pair, shared by the heads. In the dtype of x it could be
    # far off: bfloat16 knows 600 and 604, and nothing in between.
    angle = positions[:, None, :, None] * base**-exponent  # (B, 1, T, r/2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)

    turned, rest = x[..., :r], x[..., r:]
    if interleaved:
        a, b = turned.unflatten(-1, (-1, 2)).unbind(-1)  # (B, H, T, r/2) each
    else:
        a, b = turned.chunk(2, dim=-1)
    a, b = a * cos - b * sin, a * sin + b * cos
    turned = (
        torch.stack([a, b], dim=-1).flatten(-2)  # a0 b0 a1 b1 ...
        if interleaved
        else torch.cat([a, b], dim=-1)  # a0 a1 ... b0 b1 ...
    )
    return torch.cat([turned, rest], dim=-1)  # (B, H, T, d)


def to_half_split(weight: Tensor, num_heads: int) -> Tensor:
    """Reorders the rows of w_q or w_k (H·d, D), or of a bias (H·d), for the half-split layout.

    In each head the even rows come first, then the odd ones.
    """
    if weight.size(0) % (2 * num_heads):
        raise ValueError(f"{weight.size(0)} rows are not {num_heads} heads of even width")
    pairs = weight.unflatten(0, (num_heads, -1, 2))  # (H, d/2, 2, D)
    return pairs.transpose(1, 2).flatten(0, 2)  # (H·d, D)
