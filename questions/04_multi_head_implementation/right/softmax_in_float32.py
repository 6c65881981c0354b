import torch
from torch.nn import functional as F


def packed_attention(
    x, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, mask=None
):
    """The softmax runs in float32 and is cast back; the mask is brought to (B, 1, T, T) first."""
    B, T, D = x.size()
    if D % num_heads != 0:
        raise ValueError("num_heads must divide D")
    packed = x @ in_proj_weight.t()
    if in_proj_bias is not None:
        packed = packed + in_proj_bias
    q, k, v = packed.unflatten(-1, (3, num_heads, -1)).transpose(1, 3).unbind(2)  # (B, H, T, d)
    scores = (q * (D // num_heads) ** -0.5) @ k.mT
    if mask is not None:
        mask = mask.expand(B, T, T).unsqueeze(1)
        scores = scores.masked_fill(~mask, -1e9)
    weights = F.softmax(scores, dim=-1, dtype=torch.float32).to(x.dtype)
    if mask is not None:
        weights = weights * mask
    return F.linear((weights @ v).transpose(1, 2).flatten(2), out_proj_weight, out_proj_bias)
