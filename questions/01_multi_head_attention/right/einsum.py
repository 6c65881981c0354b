import torch


def multi_head_attention(query, key, value, num_heads, mask=None):
    n = num_heads
    if query.shape[-1] % n != 0:
        raise ValueError("num_heads does not divide the feature size")
    q, k, v = (t.unflatten(-1, (n, -1)) for t in (query, key, value))
    e = torch.einsum("bthd,bshd->bths", q, k) * q.shape[-1] ** -0.5
    if mask is None:
        p = torch.softmax(e, dim=-1)
    else:
        keep = mask.expand(*e.shape[:2], e.shape[-1])[:, :, None]
        e = e.masked_fill(~keep, -torch.inf)
        top = e.detach().amax(-1, keepdim=True).clamp_min(torch.finfo(e.dtype).min)
        p = torch.exp(e - top)
        p = p / (p.sum(-1, keepdim=True) + ~keep.any(-1, keepdim=True))
    return torch.einsum("bths,bshd->bthd", p, v).flatten(-2)
