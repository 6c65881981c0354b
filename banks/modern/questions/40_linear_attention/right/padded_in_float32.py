import torch
from torch.nn import functional as F


def recurrent(q, k, v, log_decay, state=None):
    """Chunks of one token, and all of it in float32."""
    return chunked(q, k, v, log_decay, 1, state)


def chunked(q, k, v, log_decay, chunk, state=None):
    """All chunks side by side in an axis of their own; the tail is padded, and only the states go in turn."""
    if chunk < 1:
        raise ValueError(f"chunks of {chunk}")
    B, H, T, dk = q.shape
    chunk = min(chunk, T)
    pad = -T % chunk
    Q, K, V = (F.pad(x.float(), (0, 0, 0, pad)).unflatten(2, (-1, chunk)) for x in (q, k, v))
    total = F.pad(log_decay.float(), (0, pad)).unflatten(2, (-1, chunk)).cumsum(3)  # (B, H, N, C)
    seen = torch.ones(chunk, chunk, dtype=torch.bool, device=q.device).tril()
    gaps = torch.where(seen, total[..., None] - total[..., None, :], float("-inf"))
    out = (Q @ K.mT * gaps.exp()) @ V
    last = total[..., -1:]
    written = (K * (last - total).exp()[..., None]).mT @ V  # (B, H, N, dk, dv)
    state = q.new_zeros(B, H, dk, v.shape[3], dtype=torch.float32) if state is None else state
    states = [state.float()]
    for n in range(total.shape[2]):
        states.append(last[:, :, n, :, None].exp() * states[-1] + written[:, :, n])
    before = torch.stack(states[:-1], 2)
    out = out + Q @ before * total.exp()[..., None]
    return out.flatten(2, 3)[:, :, :T].to(q.dtype), states[-1].to(q.dtype)
