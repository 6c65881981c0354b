"""Penalties for what has occurred, and min-p. Keskar et al. 2019, §4.1; Nguyen et al. 2025, §3."""

import math

import torch
from torch import Tensor


def completing(tokens: list[int], n: int) -> list[int]:
    """What would make an n-gram of the last n - 1 tokens that has occurred already."""
    begun = tokens[len(tokens) - n + 1 :]
    starts = range(len(tokens) - n + 1)
    return [tokens[i + n - 1] for i in starts if tokens[i : i + n - 1] == begun]


def ban_ngrams(logits: Tensor, history: Tensor, mask: Tensor, n: int) -> Tensor:
    """-inf for each token that would complete an n-gram again, but in no row for all that are left."""
    banned = torch.zeros_like(logits, dtype=torch.bool)  # (B, V)
    for b in range(len(history)):
        banned[b, completing(history[b][mask[b]].tolist(), n)] = True
    left = logits.masked_fill(banned, -math.inf)
    nothing = left.isneginf().all(dim=-1, keepdim=True)  # (B, 1)
    return torch.where(nothing, logits, left)


def penalize(
    logits: Tensor,
    history: Tensor,
    mask: Tensor,
    repetition: float = 1.0,
    presence: float = 0.0,
    frequency: float = 0.0,
    ngram: int = 0,
) -> Tensor:
    """Logits (B, V) in which tokens of the history have become less likely, or impossible.

    `history` (B, T) holds token ids, `mask` (B, T) is True for those that count. First the ban of n-grams,
    then `repetition` by a factor, then `presence` and `frequency` by a difference.
    """
    if repetition <= 0:
        raise ValueError(f"repetition must be above 0, got {repetition}")
    if ngram < 0:
        raise ValueError(f"ngram must not be negative, got {ngram}")
    if ngram:
        logits = ban_ngrams(logits, history, mask, ngram)
    counts = torch.zeros_like(logits).scatter_add(1, history, mask.to(logits.dtype))  # (B, V)
    occurred = counts > 0
    # Downwards on either side of 0: a negative logit divided by 1.3 would become more likely.
    lowered = torch.where(logits > 0, logits / repetition, logits * repetition)
    logits = torch.where(occurred, lowered, logits)
    return logits - presence * counts.clamp(max=1) - frequency * counts


def min_p(logits: Tensor, p: float, temperature: float = 1.0, last: bool = False) -> Tensor:
    """Logits (B, V) divided by the temperature, and -inf below the share `p` of the largest probability.

    The temperature comes before the comparison, or with `last` after it.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p must be from 0 to 1, got {p}")
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    scaled = logits / temperature  # (B, V)
    compared = logits if last else scaled
    share = (compared - compared.amax(dim=-1, keepdim=True)).exp()  # of the largest probability
    return scaled.masked_fill(share < p, -math.inf)
