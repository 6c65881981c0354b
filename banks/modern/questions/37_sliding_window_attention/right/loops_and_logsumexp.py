import torch


def window_mask(T, S, window, num_sinks=0):
    if window <= 0 or T > S:
        raise ValueError("window")
    mask = torch.zeros(T, S, dtype=torch.bool)
    for t in range(T):
        position = S - T + t
        mask[t, max(0, position - window + 1) : position + 1] = True
        mask[t, : min(num_sinks, position + 1)] = True
    return mask


def sink_attention(q, k, v, mask, sinks):
    """Softmax of the keys alone, then scaled by what the sink leaves: a sigmoid."""
    scores = torch.einsum("bhtd,bhsd->bhts", q, k) * q.shape[-1] ** -0.5
    scores = scores.masked_fill(~mask, torch.finfo(q.dtype).min / 2)
    total = scores.logsumexp(-1, keepdim=True)
    left = torch.sigmoid(total - sinks.view(1, -1, 1, 1))
    left = left * mask.any(-1, keepdim=True)
    return torch.einsum("bhts,bhsd->bhtd", (scores - total).exp() * left * mask, v)
