import torch
import torch.nn.functional as F
from torch import Tensor


def to_heads(x: Tensor, n: int) -> Tensor:
    B, T, D = x.size()
    return x.view(B, T, n, D // n).transpose(1, 2)


def packed_attention(
    x, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, mask=None
):
    """Three projections and an additive mask; rows without a key stay out of the softmax."""
    B, T, D = x.size()
    if D % num_heads:
        raise ValueError(f"{D} % {num_heads} must be 0")
    w_q, w_k, w_v = in_proj_weight.chunk(3)
    b_q, b_k, b_v = (None, None, None) if in_proj_bias is None else in_proj_bias.chunk(3)
    q = to_heads(F.linear(x, w_q, b_q), num_heads)
    k = to_heads(F.linear(x, w_k, b_k), num_heads)
    v = to_heads(F.linear(x, w_v, b_v), num_heads)
    att = (q @ k.transpose(2, 3)) * (1.0 / (D // num_heads) ** 0.5)
    if mask is None:
        y = F.softmax(att, dim=3) @ v
    else:
        allowed = mask.expand(B, T, T).reshape(B, 1, T, T)
        some = allowed.any(dim=-1, keepdim=True)
        bias = torch.zeros_like(allowed, dtype=att.dtype)
        bias = bias.masked_fill(~allowed & some, float("-inf"))
        y = F.softmax(att + bias, dim=3) @ v * some
    y = y.transpose(1, 2).contiguous().view(B, T, D)
    return F.linear(y, out_proj_weight, out_proj_bias)
