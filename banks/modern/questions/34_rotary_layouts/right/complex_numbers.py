import torch


def apply_rotary(x, positions, base, interleaved, rotary_dim=None):
    """A pair is one complex number, and a turn is one product. Complex numbers need float32 at least."""
    d = x.shape[-1]
    if rotary_dim is None:
        rotary_dim = d
    if rotary_dim % 2 == 1 or rotary_dim > d:
        raise ValueError("rotary_dim")
    half = rotary_dim // 2
    frequencies = 1.0 / base ** (torch.arange(half, device=x.device).double() / half)
    angles = positions.unsqueeze(-1).double() * frequencies
    turns = torch.polar(torch.ones_like(angles), angles).unsqueeze(1)
    part = x[..., :rotary_dim]
    part = part.unflatten(-1, (half, 2)) if interleaved else part.unflatten(-1, (2, half)).mT
    wide = part.to(torch.promote_types(x.dtype, torch.float32))
    turned = torch.complex(*wide.unbind(-1)) * turns.to(wide.dtype.to_complex())
    turned = torch.stack([turned.real, turned.imag], -1)
    turned = turned if interleaved else turned.mT
    return torch.cat([turned.flatten(-2).to(x.dtype), x[..., rotary_dim:]], dim=-1)


def to_half_split(weight, num_heads):
    width, left = divmod(weight.shape[0], num_heads)
    if left or width % 2:
        raise ValueError("rows")
    order = torch.cat([torch.arange(0, width, 2), torch.arange(1, width, 2)])
    order = torch.cat([order + h * width for h in range(num_heads)])
    return weight[order]
