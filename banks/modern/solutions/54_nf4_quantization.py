"""Weights in four bits, block by block. Dettmers et al. 2023 (QLoRA), section 3."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F


def nf4_levels() -> Tensor:
    """The 16 levels (16,), ascending: quantiles of the normal distribution, scaled to -1 .. 1."""
    tail = (1 / 32 + 1 / 30) / 2  # the outermost quantile would be infinite without it
    positive = torch.special.ndtri(torch.linspace(0.5, 1 - tail, 9)[1:])  # (8,)
    negative = -torch.special.ndtri(torch.linspace(0.5, 1 - tail, 8)[1:]).flip(0)  # (7,)
    levels = torch.cat([negative, torch.zeros(1), positive])
    return levels / levels[-1]


def quantize(w: Tensor, block: int) -> tuple[Tensor, Tensor]:
    """Bytes (ceil(n/2),) with two codes each, and the absmax of each block (ceil(n/block),)."""
    if block < 1:
        raise ValueError(f"a block needs at least one weight, got {block}")
    n = w.numel()
    padded = F.pad(w.reshape(-1), (0, -n % block))  # zeros don't change the largest magnitude
    blocks = padded.view(-1, block)
    absmax = blocks.abs().amax(dim=1)
    divisor = absmax.where(absmax > 0, 1)  # a block of zeros stays zeros
    scaled = blocks / divisor[:, None]
    codes = nearest(scaled.flatten()[:n])
    return pack(codes), absmax


def nearest(scaled: Tensor) -> Tensor:
    """The code of the nearest level, at equal distance the lower."""
    levels = nf4_levels().to(scaled)
    halfway = (levels[1:] + levels[:-1]) / 2  # (15,)
    return torch.bucketize(scaled, halfway)


def pack(codes: Tensor) -> Tensor:
    """Codes (n,) as bytes: the first of two in the high half; beside a last single one that of 0, 7."""
    pairs = F.pad(codes, (0, codes.numel() % 2), value=7).view(-1, 2)
    return (pairs[:, 0] << 4 | pairs[:, 1]).to(torch.uint8)


def dequantize(packed: Tensor, absmax: Tensor, block: int, shape: list[int]) -> Tensor:
    """Weights of the given shape: each one's level times the absmax of its block."""
    n = math.prod(shape)
    if len(packed) != parts(n, 2) or len(absmax) != parts(n, block):
        raise ValueError(f"{len(packed)} bytes and {len(absmax)} blocks don't make {n} weights")
    codes = torch.stack([packed >> 4, packed & 15], dim=1).flatten()[:n]
    levels = nf4_levels().to(absmax)
    return (levels[codes.long()] * absmax.repeat_interleave(block)[:n]).view(shape)


def parts(n: int, size: int) -> int:
    """How many parts of a size n weights make; the last may be shorter."""
    return -(-n // size)
