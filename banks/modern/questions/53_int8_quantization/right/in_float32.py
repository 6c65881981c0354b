"""Scales in float32, the whole-number product in floats that hold it exactly, with einsum."""

import torch

EMPTY = 1.0


def quantize_rows(w):
    bound = torch.linalg.vector_norm(w.float(), ord=float("inf"), dim=-1)
    scale = bound / 127.0
    scale = scale.masked_fill(bound == 0, EMPTY)
    codes = torch.round(w.float() / scale[..., None])
    return codes.to(torch.int8), scale.to(w.dtype)


def quantize_affine(x, low=None, high=None):
    values = x.float()
    lowest = values.min() if low is None else torch.tensor(float(low), device=x.device)
    highest = values.max() if high is None else torch.tensor(float(high), device=x.device)
    if bool(lowest > highest):
        raise ValueError("the range is empty")
    lowest, highest = lowest.clamp(max=0), highest.clamp(min=0)
    width = (highest - lowest).float()
    scale = torch.where(width > 0, width / 255, torch.ones_like(width))
    zero = torch.round(-lowest / scale)
    codes = torch.clamp(torch.round(values / scale) + zero, 0, 255)
    return codes.to(torch.uint8), scale.to(x.dtype), int(zero)


def dequantize_affine(codes, scale, zero_point):
    return codes * scale - scale * zero_point


def int8_linear(x, codes, scale):
    if codes.dtype != torch.int8:
        raise ValueError("not int8")
    if x.shape[-1] != codes.shape[-1]:
        raise ValueError("widths")
    q, s = quantize_rows(x)
    sums = torch.einsum("...n,mn->...m", q.double(), codes.double())
    return (sums * s.double().unsqueeze(-1) * scale.double()).to(x.dtype)
