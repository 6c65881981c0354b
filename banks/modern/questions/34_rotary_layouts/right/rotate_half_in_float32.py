import torch


def rotate_half(x):
    first, second = x.chunk(2, -1)
    return torch.cat((-second, first), -1)


def rotate_every_two(x):
    return torch.stack((-x[..., 1::2], x[..., ::2]), -1).flatten(-2)


def apply_rotary(x, positions, base, interleaved, rotary_dim=None):
    """x·cos + partner·sin, all of it in float32, as in the libraries."""
    r = x.size(-1) if rotary_dim is None else rotary_dim
    if not 2 <= r <= x.size(-1) or r & 1:
        raise ValueError("no pairs")
    inv_freq = base ** -(torch.arange(0, r, 2, dtype=torch.float32, device=x.device) / r)
    angle = positions.float()[:, :, None] * inv_freq
    angle = angle.repeat_interleave(2, -1) if interleaved else torch.cat((angle, angle), -1)
    cos, sin = angle.cos()[:, None], angle.sin()[:, None]
    part, rest = x[..., :r].float(), x[..., r:]
    partner = rotate_every_two(part) if interleaved else rotate_half(part)
    return torch.cat(((part * cos + partner * sin).to(x.dtype), rest), -1)


def to_half_split(weight, num_heads):
    if weight.size(0) % num_heads or (weight.size(0) // num_heads) % 2:
        raise ValueError("rows")
    heads = weight.unflatten(0, (num_heads, -1))
    return torch.cat((heads[:, 0::2], heads[:, 1::2]), 1).flatten(0, 1)
