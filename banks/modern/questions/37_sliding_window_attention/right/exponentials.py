import math

import torch


def window_mask(T, S, window, num_sinks=0):
    if window < 1 or S - T < 0:
        raise ValueError
    back = torch.arange(S - T, S).unsqueeze(1) - torch.arange(S)  # how far back a key lies
    kept = (back < window) | (torch.arange(S) < num_sinks)
    return kept.logical_and(back >= 0)


def sink_attention(q, k, v, mask, sinks):
    scores = q @ k.transpose(2, 3) / math.sqrt(q.size(3))
    sink = sinks[None, :, None, None]
    scores = scores.where(mask, -math.inf)
    largest = torch.maximum(scores.amax(-1, keepdim=True), sink).detach()
    largest = largest.where(largest > -math.inf, 0.0)
    parts = (scores - largest).exp()
    total = parts.sum(-1, keepdim=True) + (sink - largest).exp()
    return parts @ v / total.where(total > 0, 1.0)
