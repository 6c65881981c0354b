import torch

NF4 = [-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453]
NF4 += [-0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0.0]
NF4 += [0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224]
NF4 += [0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0]


def nf4_levels():
    """The published table."""
    return torch.tensor(NF4)


def quantize(w, block):
    """Block by block, with the distances to all levels."""
    if block <= 0:
        raise ValueError("block")
    table = torch.tensor(NF4, dtype=w.dtype, device=w.device)
    codes, absmax = [], []
    for part in w.flatten().split(block):
        largest = part.abs().max()
        absmax.append(largest)
        unit = part / largest if largest else part
        codes.append((unit.unsqueeze(1) - table).abs().argmin(1))
    codes = torch.cat(codes)
    first, second = codes[::2], codes[1::2]
    packed = first * 16 + 7
    packed[: len(second)] += second - 7
    return packed.type(torch.uint8), torch.stack(absmax)


def dequantize(packed, absmax, block, shape):
    out = torch.empty(shape, dtype=absmax.dtype, device=absmax.device)
    if packed.numel() != (out.numel() + 1) // 2 or absmax.numel() != (out.numel() + block - 1) // block:
        raise ValueError("sizes")
    table = torch.tensor(NF4, dtype=absmax.dtype, device=absmax.device)
    codes = packed.new_empty(2 * len(packed))
    codes[::2] = packed // 16
    codes[1::2] = packed % 16
    values = table[codes.int()][: out.numel()]
    for part, largest in zip(values.split(block), absmax):
        part.mul_(largest)
    return out.copy_(values.reshape(shape))
