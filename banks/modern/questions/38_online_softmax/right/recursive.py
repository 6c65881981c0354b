import math

import torch


def attend(q, k, v, mask):
    """Halves of the keys, merged; a single key is its own softmax."""
    S = k.shape[-2]
    if S == 0:
        return torch.zeros_like(q), torch.full_like(q[..., 0], -math.inf)
    if S == 1:
        seen = mask[..., 0].expand(q.shape[:-1])
        score = (q * k).sum(-1) / math.sqrt(q.shape[-1])
        return v.expand_as(q) * seen.unsqueeze(-1), score.where(seen, -math.inf)
    half = S // 2
    left = attend(q, k[..., :half, :], v[..., :half, :], mask[..., :half])
    right = attend(q, k[..., half:, :], v[..., half:, :], mask[..., half:])
    return merge([left[0], right[0]], [left[1], right[1]])


def merge(outs, lses):
    if len(outs) != len(lses) or len(outs) < 1:
        raise ValueError
    if len(outs) == 1:
        return outs[0].clone(), lses[0].clone()
    first, rest = (outs[0], lses[0]), merge(outs[1:], lses[1:])
    lse = torch.logaddexp(first[1], rest[1])
    share = torch.sigmoid(first[1] - rest[1])  # NaN only if both are empty
    share = share.masked_fill(lse.isneginf(), 0.0).unsqueeze(-1)
    return share * first[0] + (1 - share) * rest[0], lse


def attention_backward(dout, q, k, v, out, lse, mask):
    root = math.sqrt(math.sqrt(q.shape[-1]))
    a, b = q / root, k / root
    logits = torch.einsum("bhid,bhjd->bhij", a, b) - lse.unsqueeze(-1)
    p = logits.masked_fill(~mask, -math.inf).exp()
    dp = torch.einsum("bhid,bhjd->bhij", dout, v)
    ds = p * dp - p * (out * dout).sum(-1).unsqueeze(-1)
    dq = torch.einsum("bhij,bhjd->bhid", ds, b) / root
    dk = torch.einsum("bhij,bhid->bhjd", ds, a) / root
    return dq, dk, torch.einsum("bhij,bhid->bhjd", p, dout)
