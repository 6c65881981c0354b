"""Softmax attention in blocks of keys, exact, and its way back. Milakov and Gimelshein 2018; Dao et al. 2022."""

import math

import torch
from torch import Tensor


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Attention over one block of keys, and for each query the logarithm of the sum of its exponentials.

    `q` (B, H, T, d), `k` and `v` (B, H, S, d), `mask` (T, S) or (B, 1, T, S) -> (B, H, T, d), (B, H, T)
    """
    scores = masked_scores(q, k, mask)  # (B, H, T, S)
    lse = scores.logsumexp(dim=-1)  # (B, H, T), -inf where there is no key
    weights = (scores - finite(lse)[..., None]).exp()
    return weights @ v, lse


def merge(outs: list[Tensor], lses: list[Tensor]) -> tuple[Tensor, Tensor]:
    """The attention over all keys, from that over each block of them: the online softmax."""
    if not outs or len(outs) != len(lses):
        raise ValueError(f"as many outs as lses and at least one, got {len(outs)} and {len(lses)}")
    out, lse = outs[0], lses[0]  # (B, H, T, d), (B, H, T)
    for i in range(1, len(outs)):
        total = torch.logaddexp(lse, lses[i])
        # What came before has been divided by exp(lse), and is to be divided by exp(total).
        old_share = (lse - finite(total)).exp()
        new_share = (lses[i] - finite(total)).exp()
        out = out * old_share[..., None] + outs[i] * new_share[..., None]
        lse = total
    return out, lse


def attention_backward(
    dout: Tensor, q: Tensor, k: Tensor, v: Tensor, out: Tensor, lse: Tensor, mask: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradients of q, k and v through one block; `out` and `lse` are those of all keys."""
    scores = masked_scores(q, k, mask)
    weights = (scores - finite(lse)[..., None]).exp()  # (B, H, T, S), computed again and not kept
    dv = weights.mT @ dout
    dweights = dout @ v.mT  # (B, H, T, S)
    # The sum of weights * dweights over all keys, those of other blocks too, is in `out` already.
    delta = (dout * out).sum(dim=-1, keepdim=True)  # (B, H, T, 1)
    dscores = weights * (dweights - delta) / math.sqrt(q.size(-1))
    return dscores @ k, dscores.mT @ q, dv


def masked_scores(q: Tensor, k: Tensor, mask: Tensor) -> Tensor:
    """(B, H, T, S), -inf where a query may not attend."""
    return (q @ k.mT / math.sqrt(q.size(-1))).masked_fill(~mask, -math.inf)


def finite(lse: Tensor) -> Tensor:
    """0 for -inf, since -inf - (-inf) is NaN; exp(-inf - 0) is the 0 that is meant."""
    return lse.masked_fill(lse == -math.inf, 0.0)
