import torch
from torch import Tensor


def fold(x: Tensor, heads: int) -> Tensor:
    """Stack the heads along the batch: (B, T, D) becomes (H * B, T, d)."""
    return torch.cat(x.chunk(heads, dim=-1), dim=0)


def unfold(x: Tensor, heads: int) -> Tensor:
    return torch.cat(x.chunk(heads, dim=0), dim=-1)


def multi_head_attention(query, key, value, num_heads, mask=None):
    """An additive mask of 0 and -inf; rows that may see nothing stay out of the softmax."""
    B, T, D = query.size()
    if D % num_heads:
        raise ValueError(f"D = {D}, num_heads = {num_heads}")
    q = fold(query, num_heads) / (D // num_heads) ** 0.5
    scores = torch.bmm(q, fold(key, num_heads).transpose(1, 2))
    if mask is None:
        return unfold(scores.softmax(2).bmm(fold(value, num_heads)), num_heads)
    allowed = mask.expand(B, T, key.size(1))
    some = allowed.any(dim=2, keepdim=True)
    bias = torch.zeros_like(scores[:B]).masked_fill(~allowed & some, float("-inf"))
    weights = (scores + bias.repeat(num_heads, 1, 1)).softmax(2)
    out = unfold(weights.bmm(fold(value, num_heads)), num_heads)
    return out.where(some, out.new_zeros(()))
