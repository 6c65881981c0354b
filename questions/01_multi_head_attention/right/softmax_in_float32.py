import torch
from torch.nn.functional import softmax


def multi_head_attention(query, key, value, num_heads, mask=None):
    """The softmax runs in float32 and is cast back; -inf only where a row keeps something."""
    *_, width = query.shape
    if width % num_heads != 0:
        raise ValueError("each head must get as many features as the others")
    q, k, v = (torch.stack(t.chunk(num_heads, dim=-1), dim=1) for t in (query, key, value))
    scores = (q @ k.mT) * (width // num_heads) ** -0.5
    if mask is None:
        attention = softmax(scores, dim=-1, dtype=torch.float32)
    else:
        mask = mask.unsqueeze(-3)
        some = mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask & some, float("-inf"))
        attention = softmax(scores, dim=-1, dtype=torch.float32) * some
    heads = attention.to(query.dtype) @ v
    return torch.cat(heads.unbind(dim=1), dim=-1)
