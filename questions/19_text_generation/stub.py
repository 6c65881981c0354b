# interview: text-generation
"""Write both functions. `interview show 19` has the task, `interview grade 19` grades this file."""

import torch
from torch import Tensor


def next_token_distribution(
    logits: Tensor, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0
) -> Tensor:
    # logits (B, V), -inf for a banned token -> probabilities (B, V), in the dtype of logits
    # temperature, then top_k (0 switches it off), then top_p (1.0 switches it off)
    raise NotImplementedError


def sample(probs: Tensor, u: Tensor) -> Tensor:
    # probs (B, V), each row sums to 1; u (B,), uniform draws in [0, 1) -> ids (B,), int64
    raise NotImplementedError
