from math import sqrt

from torch.nn.functional import linear


def packed_attention(
    x, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, mask=None
):
    """Each head is projected to the output by its own columns, and the heads are added up."""
    d_model = x.size(2)
    if d_model % num_heads:
        raise ValueError("d_model must be a multiple of num_heads")
    size = d_model // num_heads
    total = 0
    for head in range(num_heads):
        projected = []
        for part in range(3):
            start = part * d_model + head * size
            bias = None if in_proj_bias is None else in_proj_bias[start : start + size]
            projected.append(linear(x, in_proj_weight[start : start + size], bias))
        query, key, value = projected
        scores = query @ key.mT / sqrt(size)
        if mask is not None:
            scores = scores.masked_fill(mask.logical_not(), -1e30)
        weights = scores.softmax(dim=-1)
        if mask is not None:
            weights = weights * mask
        columns = out_proj_weight[:, head * size : (head + 1) * size]
        total = total + linear(weights @ value, columns)
    return total if out_proj_bias is None else total + out_proj_bias
