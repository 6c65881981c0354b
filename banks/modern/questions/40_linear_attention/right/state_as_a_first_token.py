import torch


def widen(x):
    return x if x.dtype == torch.float64 else x.float()


def recurrent(q, k, v, log_decay, state=None):
    dtype = q.dtype
    q, k, v, log_decay = map(widen, (q, k, v, log_decay))
    S = q.new_zeros(q.size(0), q.size(1), q.size(3), v.size(3)) if state is None else widen(state)
    out = []
    for t in range(q.size(2)):
        one = slice(t, t + 1)
        S = S * log_decay[:, :, one].exp()[..., None] + k[:, :, one].mT @ v[:, :, one]
        out.append((S * q[:, :, one].mT).sum(dim=2))
    return torch.stack(out, dim=2).to(dtype), S.to(dtype)


def chunked(q, k, v, log_decay, chunk, state=None):
    """The state is dk keys (the rows of the unit matrix) that stand before the chunk, and dk queries after it."""
    if chunk < 1:
        raise ValueError
    dtype, dk = q.dtype, q.size(3)
    q, k, v, log_decay = map(widen, (q, k, v, log_decay))
    S = q.new_zeros(q.size(0), q.size(1), dk, v.size(3)) if state is None else widen(state)
    unit = torch.eye(dk, dtype=q.dtype, device=q.device).expand(q.size(0), q.size(1), dk, dk)
    outs, T = [], q.size(2)
    for a in range(0, T, chunk):
        b = min(a + chunk, T)
        summed = log_decay[:, :, a:b].cumsum(-1)
        when = torch.cat([torch.zeros_like(S[..., 0]), summed], -1)  # the old pairs, then the new ones
        ask = torch.cat([summed, summed[..., -1:].expand(*S.shape[:2], dk)], -1)
        order = torch.cat([torch.zeros(dk), torch.arange(1, b - a + 1)]).to(q.device)
        asked = torch.cat([torch.arange(1, b - a + 1), torch.full((dk,), b - a)]).to(q.device)
        gap = ask.unsqueeze(-1) - when.unsqueeze(-2)
        gap = gap.masked_fill(order > asked[:, None], -float("inf"))
        queries = torch.cat([q[:, :, a:b], unit], 2)
        keys, values = torch.cat([unit, k[:, :, a:b]], 2), torch.cat([S, v[:, :, a:b]], 2)
        result = (queries @ keys.mT * gap.exp()) @ values
        outs.append(result[:, :, : b - a])
        S = result[:, :, b - a :]
    return torch.cat(outs, 2).to(dtype), S.to(dtype)
