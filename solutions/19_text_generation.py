"""Choosing the next token: temperature, top-k, top-p, and one draw. Holtzman et al. 2020, §3."""

import math

import torch
from torch import Tensor


def check(logits: Tensor, temperature: float, top_k: int, top_p: float) -> None:
    """Refuses settings that leave no distribution."""
    if temperature <= 0:
        raise ValueError(f"temperature must be positive, got {temperature}")
    if top_k < 0:
        raise ValueError(f"top_k must not be negative, got {top_k}")
    if not 0 < top_p <= 1:
        raise ValueError(f"top_p must be above 0 and at most 1, got {top_p}")
    empty = logits.eq(-math.inf).all(dim=-1)  # (B,)
    if empty.any():
        raise ValueError(f"{int(empty.sum())} of {len(empty)} rows have every token banned")


def next_token_distribution(
    logits: Tensor, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0
) -> Tensor:
    """Probabilities after temperature (§3.3), top-k (§3.2) and top-p (§3.1), in this order."""
    check(logits, temperature, top_k, top_p)
    scaled = logits / temperature  # (B, V)

    # Both filters keep the head of the row once it is sorted. A stable sort puts equal logits in
    # the order of their ids.
    order = scaled.argsort(dim=-1, descending=True, stable=True)  # (B, V)
    ranked = scaled.gather(-1, order)  # (B, V), falling
    if top_k > 0:
        rank = torch.arange(ranked.size(-1), device=ranked.device)  # (V,)
        ranked = ranked.masked_fill(rank >= top_k, -math.inf)
    if top_p < 1:
        probs = ranked.softmax(dim=-1)
        before = probs.cumsum(dim=-1) - probs  # what the more likely tokens hold already
        ranked = ranked.masked_fill(before >= top_p, -math.inf)

    kept = ranked.softmax(dim=-1)  # (B, V), renormalised
    return torch.zeros_like(kept).scatter(-1, order, kept)  # (B, V), by id again


def sample(probs: Tensor, u: Tensor) -> Tensor:
    """Inverse of the cumulative distribution: the first id where it exceeds u, (B, V) -> (B,)."""
    cumulative = probs.cumsum(dim=-1)  # (B, V)
    drawn = (cumulative <= u[:, None]).sum(dim=-1)  # (B,)
    # Rounding may leave the whole sum at or below u: the last token that can occur is then drawn.
    ids = torch.arange(probs.size(-1), device=probs.device)  # (V,)
    last = (ids * (probs > 0)).amax(dim=-1)  # (B,)
    return torch.minimum(drawn, last)
