import torch


def window_mask(T, S, window, num_sinks=0):
    if window < 1:
        raise ValueError(f"{window} keys are no window")
    if S < T:
        raise ValueError(f"{T} queries, {S} keys")
    causal = torch.ones(T, S, dtype=torch.bool).tril(S - T)
    old = torch.ones(T, S, dtype=torch.bool).tril(S - T - window)
    old[:, :num_sinks] = False
    return causal & ~old


def sink_attention(q, k, v, mask, sinks):
    """The sink as a key of its own, with a value of zeros; the softmax in float32."""
    B, H, T, d = q.shape
    scores = (q @ k.mT) / d**0.5
    bias = torch.zeros_like(mask, dtype=scores.dtype).masked_fill(~mask, -1e30)
    scores = torch.cat([scores + bias, sinks.reshape(1, H, 1, 1).expand(B, H, T, 1)], -1)
    weights = torch.softmax(scores.float(), dim=-1).to(q.dtype)
    weights = weights * torch.nn.functional.pad(mask, (0, 1))
    return weights @ torch.cat([v, torch.zeros_like(v[:, :, :1])], dim=2)
