"""A sliding window, and sinks that take what no key deserves. Jiang et al. 2023, §2; Xiao et al. 2023, §3."""

import math

import torch
from torch import Tensor


def window_mask(T: int, S: int, window: int, num_sinks: int = 0) -> Tensor:
    """The mask (T, S) of the last T of S tokens: the last `window` keys, and the first `num_sinks`."""
    if window < 1:
        raise ValueError(f"window must be at least 1, got {window}")
    if T > S:
        raise ValueError(f"{T} queries cannot be the last of {S} tokens")
    query = torch.arange(S - T, S)[:, None]  # (T, 1), positions: the last query sees the last key
    key = torch.arange(S)  # (S,)
    near = key > query - window  # its own key counts
    return (near | (key < num_sinks)) & (key <= query)


def sink_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, sinks: Tensor) -> Tensor:
    """Attention with one more logit per head in the denominator, which has neither key nor value.

    `q` (B, H, T, d), `k` and `v` (B, H, S, d), `mask` (T, S) or (B, 1, T, S), `sinks` (H).
    """
    B, H, T, d = q.shape
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)  # (B, H, T, S)
    # The lowest finite number rather than -inf: where the sink is -inf too, softmax would be NaN.
    scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    sink = sinks[:, None, None].expand(B, H, T, 1)
    weights = torch.cat([scores, sink], dim=-1).softmax(dim=-1)  # (B, H, T, S + 1)
    weights = weights[..., :-1].masked_fill(~mask, 0.0)  # (B, H, T, S), a row sums to less than 1
    return weights @ v  # (B, H, T, d)
