# interview: preference-losses
"""Write the functions. `interview show 56` has the task, `interview grade 56` grades this file."""

from torch import Tensor


def last_token_reward(hidden: Tensor, mask: Tensor, weight: Tensor) -> Tensor:
    # hidden (B, T, D), mask (B, T) with True for real tokens, weight (D) -> rewards (B)
    raise NotImplementedError


def sequence_logp(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    # logits (B, T, V), labels (B, T) with -100 where nothing counts -> sums (B), counts (B)
    raise NotImplementedError


def dpo_loss(
    policy: Tensor,
    reference: Tensor,
    lengths: Tensor,
    beta: float,
    smoothing: float = 0.0,
    kind: str = "sigmoid",
) -> tuple[Tensor, Tensor]:
    # policy, reference, lengths (B, 2): chosen, rejected -> loss (), margins (B)
    raise NotImplementedError
