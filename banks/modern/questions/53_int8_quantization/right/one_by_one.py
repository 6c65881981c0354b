"""Plain loops over rows and outputs, sums in Python's whole numbers."""

import torch


def quantize_rows(w):
    flat = w.reshape(-1, w.shape[-1])
    scales, rows = [], []
    for row in flat:
        top = max(row.max(), -row.min())
        s = top / 127 if top else torch.ones_like(top)
        scales.append(s)
        rows.append(torch.round(row / s).clamp(-127, 127).type(torch.int8))
    codes, scale = torch.stack(rows), torch.stack(scales)
    return codes.reshape(w.shape), scale.reshape(w.shape[:-1])


def quantize_affine(x, low=None, high=None):
    if low is None:
        low = float(x.amin())
    if high is None:
        high = float(x.amax())
    if high < low:
        raise ValueError("range")
    if low > 0:
        low = 0.0
    if high < 0:
        high = 0.0
    s = (high - low) / 255
    if s == 0:
        s = 1.0
    zero = int(round(-low / s))
    levels = torch.round(x / s).to(torch.int64) + zero
    levels[levels < 0] = 0
    levels[levels > 255] = 255
    return levels.to(torch.uint8), torch.full((), s, dtype=x.dtype, device=x.device), zero


def dequantize_affine(codes, scale, zero_point):
    return (codes.long() - zero_point) * scale


def int8_linear(x, codes, scale):
    if codes.dtype is not torch.int8 or codes.shape[1] != x.shape[-1]:
        raise ValueError("codes")
    q, s = quantize_rows(x)
    out = []
    for row, factor in zip(codes.long(), scale):
        out.append((q.long() * row).sum(-1) * s * factor)
    return torch.stack(out, dim=-1)
