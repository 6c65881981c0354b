import torch
from torch.special import ndtri


def nf4_levels():
    """Both sides from one row of probabilities each, sorted at the end."""
    most = 1 - (1 / 32 + 1 / 30) / 2
    sides = [ndtri(0.5 + (most - 0.5) * torch.arange(steps + 1) / steps) for steps in (8, 7)]
    return torch.cat([sides[0], -sides[1][1:]]).sort().values / sides[0][-1]


def quantize(w, block):
    """A code is the number of middles below the weight, each middle times the absmax."""
    if block < 1:
        raise ValueError("block must be positive")
    levels = nf4_levels().to(device=w.device, dtype=w.dtype)
    flat = w.reshape(-1)
    which = torch.arange(flat.numel(), device=w.device) // block
    absmax = flat.new_zeros(int(which[-1]) + 1)
    absmax = absmax.scatter_reduce(0, which, flat.abs(), "amax")
    middle = levels[:-1] + levels.diff() / 2
    codes = (flat > absmax[which] * middle[:, None]).sum(0)
    codes = torch.where(absmax[which] == 0, 7, codes)
    even = codes.new_full((codes.numel() + codes.numel() % 2,), 7)
    even[: codes.numel()] = codes
    high, low = even.reshape(-1, 2).unbind(1)
    return (high << 4).bitwise_or(low).to(torch.uint8), absmax


def dequantize(packed, absmax, block, shape):
    n = int(torch.tensor(shape).prod())
    blocks, rest = divmod(n, block)
    if 2 * packed.numel() - n not in (0, 1) or absmax.numel() != blocks + (rest > 0):
        raise ValueError("lengths")
    levels = nf4_levels().to(absmax.device).to(absmax.dtype)
    shifts = torch.tensor([4, 0], device=packed.device)
    codes = (packed.long()[:, None] >> shifts) % 16
    i = torch.arange(n, device=packed.device)
    return (levels[codes.reshape(-1)[i]] * absmax[i // block]).reshape(shape)
