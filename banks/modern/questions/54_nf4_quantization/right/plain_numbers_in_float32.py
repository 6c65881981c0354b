import bisect
from statistics import NormalDist

import torch


def ladder():
    """Python's own quantiles."""
    end = 0.5 - (1 / 32 + 1 / 30) / 2
    q = NormalDist().inv_cdf
    top = q(0.5 + end)
    above = [q(0.5 + end * i / 8) / top for i in range(1, 9)]
    below = [-q(0.5 + end * i / 7) / top for i in range(7, 0, -1)]
    return below + [0.0] + above


def nf4_levels():
    return torch.tensor(ladder())


def quantize(w, block):
    """Number by number; the weights are divided in float32."""
    if not block >= 1:
        raise ValueError(block)
    levels = ladder()
    middles = [(a + b) / 2 for a, b in zip(levels, levels[1:])]
    chunks = torch.split(w.reshape(-1), block)
    absmax = torch.cat([chunk.abs().amax(dim=0, keepdim=True) for chunk in chunks])
    codes = []
    for chunk, largest in zip(chunks, absmax.float().tolist()):
        units = chunk.float() / (largest or 1.0)
        codes += [bisect.bisect_left(middles, unit) for unit in units.tolist()]
    if len(codes) % 2:
        codes.append(7)
    packed = [16 * codes[i] + codes[i + 1] for i in range(0, len(codes), 2)]
    return torch.tensor(packed, dtype=torch.uint8, device=w.device), absmax


def dequantize(packed, absmax, block, shape):
    size = 1
    for length in shape:
        size *= length
    if len(packed) != size - size // 2 or len(absmax) != -(-size // block):
        raise ValueError(f"{len(packed)}, {len(absmax)}")
    levels = ladder()
    codes = [code for byte in packed.tolist() for code in divmod(byte, 16)]
    values = torch.tensor([levels[c] for c in codes[:size]], dtype=torch.float32, device=absmax.device)
    which = torch.arange(size, device=absmax.device) // block
    return (values * absmax.float()[which]).to(absmax.dtype).reshape(*shape)
