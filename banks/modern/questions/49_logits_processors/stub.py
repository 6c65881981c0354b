# interview: logits-processors
"""Write the two functions. `interview show 49` has the task, `interview grade 49` grades this file."""

import torch
from torch import Tensor


def penalize(
    logits: Tensor,
    history: Tensor,
    mask: Tensor,
    repetition: float = 1.0,
    presence: float = 0.0,
    frequency: float = 0.0,
    ngram: int = 0,
) -> Tensor:
    # logits (B, V), history (B, T) ids, mask (B, T) True = counts -> (B, V)
    raise NotImplementedError


def min_p(logits: Tensor, p: float, temperature: float = 1.0, last: bool = False) -> Tensor:
    # logits (B, V) -> (B, V)
    raise NotImplementedError
