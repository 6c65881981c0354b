# interview: grpo
"""Write the functions. `interview show 58` has the task, `interview grade 58` grades this file."""

from torch import Tensor


def group_advantages(rewards: Tensor, groups: Tensor, scale: bool = True) -> Tensor:
    # rewards (B), groups (B) with equal numbers for answers to one prompt -> advantages (B)
    raise NotImplementedError


def grpo_loss(
    logp: Tensor,
    old: Tensor,
    ref: Tensor | None,
    advantages: Tensor,
    mask: Tensor,
    low: float,
    high: float,
    beta: float,
    norm: str = "sequence",
    length: int | None = None,
) -> Tensor:
    # logp, old, ref (B, T), advantages (B), mask (B, T) with True for tokens that count -> loss ()
    raise NotImplementedError
