# interview: ppo
"""Write the three functions. `interview show 57` has the task, `interview grade 57` grades this file."""

from torch import Tensor


def gae(
    rewards: Tensor, values: Tensor, mask: Tensor, gamma: float, lam: float
) -> tuple[Tensor, Tensor]:
    # all (B, T), mask is True for the tokens of a response -> advantages (B, T), returns (B, T)
    raise NotImplementedError


def whiten(x: Tensor, mask: Tensor) -> Tensor:
    # (B, T), (B, T) -> (B, T)
    raise NotImplementedError


def ppo_loss(
    logp: Tensor,
    old_logp: Tensor,
    advantages: Tensor,
    values: Tensor,
    old_values: Tensor,
    returns: Tensor,
    mask: Tensor,
    clip: float,
    value_clip: float,
) -> tuple[Tensor, Tensor, Tensor]:
    # all tensors (B, T) -> the policy's loss, the value's loss, the share that is clipped: no axes
    raise NotImplementedError
