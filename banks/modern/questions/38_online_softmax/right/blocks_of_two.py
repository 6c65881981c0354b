import torch


def attend(q, k, v, mask):
    """Two keys at a time, with a running maximum and sum, divided once at the end."""
    B, H, T, d = q.shape
    S = k.size(2)
    mask = mask.expand(B, H, T, S)
    largest = q.new_full((B, H, T), -torch.inf)
    total = q.new_zeros(B, H, T)
    acc = torch.zeros_like(q)
    for start in range(0, S, 2):
        keys, values = k[:, :, start : start + 2], v[:, :, start : start + 2]
        s = torch.einsum("bhtd,bhsd->bhts", q, keys) * d**-0.5
        s = s.where(mask[..., start : start + 2], -torch.inf)
        new = torch.maximum(largest, s.amax(-1))
        safe = new.where(new > -torch.inf, 0.0)
        p = torch.exp(s - safe[..., None])
        old = torch.exp(largest - safe)
        total = total * old + p.sum(-1)
        acc = acc * old[..., None] + p @ values
        largest = new
    return acc / total.where(total > 0, 1.0)[..., None], largest + total.log()


def merge(outs, lses):
    if len(outs) == 0 or len(outs) != len(lses):
        raise ValueError("blocks")
    largest = lses[0]
    for lse in lses[1:]:
        largest = torch.maximum(largest, lse)
    safe = largest.nan_to_num(neginf=0.0)
    shares = [torch.exp(lse - safe) for lse in lses]
    total = sum(shares)
    out = sum(share[..., None] * part for share, part in zip(shares, outs))
    return out / total.where(total > 0, torch.ones_like(total))[..., None], safe + total.log()


def attention_backward(dout, q, k, v, out, lse, mask):
    """A key at a time, as a kernel whose outer loop runs over the keys."""
    B, H, T, d = q.shape
    S = k.size(2)
    mask = mask.expand(B, H, T, S)
    delta = torch.einsum("bhtd,bhtd->bht", dout, out)
    dq, dk, dv = torch.zeros_like(q), torch.zeros_like(k), torch.zeros_like(v)
    for j in range(S):
        s = (q * k[:, :, j : j + 1]).sum(-1) / d**0.5
        p = torch.where(mask[..., j], (s - lse).exp(), torch.zeros_like(s))
        dv[:, :, j] = (p[..., None] * dout).sum(2)
        dp = (dout * v[:, :, j : j + 1]).sum(-1)
        ds = p * (dp - delta)
        dq += ds[..., None] * k[:, :, j : j + 1] / d**0.5
        dk[:, :, j] = (ds[..., None] * q).sum(2) / d**0.5
    return dq, dk, dv
