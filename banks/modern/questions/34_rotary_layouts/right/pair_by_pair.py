import torch


def apply_rotary(x, positions, base, interleaved, rotary_dim=None):
    d = x.size(-1)
    width = d if rotary_dim is None else rotary_dim
    if width > d or width % 2 != 0:
        raise ValueError(f"cannot rotate {width} of {d}")
    columns = list(x.unbind(-1))
    for i in range(width // 2):
        j, k = (2 * i, 2 * i + 1) if interleaved else (i, i + width // 2)
        angle = (positions.double() / base ** (2 * i / width)).unsqueeze(1)
        cos, sin = torch.cos(angle).type_as(x), torch.sin(angle).type_as(x)
        columns[j], columns[k] = cos * columns[j] - sin * columns[k], sin * columns[j] + cos * columns[k]
    return torch.stack(columns, dim=-1)


def to_half_split(weight, num_heads):
    if weight.size(0) % (num_heads * 2) != 0:
        raise ValueError("odd heads")
    heads = weight.chunk(num_heads)
    return torch.cat([part for head in heads for part in (head[::2], head[1::2])])
