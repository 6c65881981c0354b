from math import sqrt

import torch


def one_head(q, k, v, mask):
    logits = torch.bmm(q, k.mT) / sqrt(q.shape[-1])
    if mask is None:
        return torch.bmm(torch.softmax(logits, dim=2), v)
    logits = torch.where(mask, logits, torch.full_like(logits, -1e30))
    return torch.bmm(torch.softmax(logits, dim=2) * mask, v)


def multi_head_attention(query, key, value, num_heads, mask=None):
    width, rest = divmod(query.shape[2], num_heads)
    if rest:
        raise ValueError(f"{query.shape[2]} features cannot be shared by {num_heads} heads")
    pieces = zip(query.split(width, 2), key.split(width, 2), value.split(width, 2), strict=True)
    return torch.cat([one_head(q, k, v, mask) for q, k, v in pieces], dim=2)
