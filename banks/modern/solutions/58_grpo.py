"""GRPO, and what others changed in it. Shao et al. 2024, §4.1; Yu et al. 2025, §3; Liu, Chen et al. 2025, §3."""

import torch
from torch import Tensor

EPS = 1e-6  # beside the deviation, for groups in which all rewards are equal


def group_advantages(rewards: Tensor, groups: Tensor, scale: bool = True) -> Tensor:
    """How much better each answer is than its group on average, with `scale` in units of its deviation.

    `rewards` (B), `groups` (B) says which answers belong to one prompt -> (B)
    """
    _, group, sizes = groups.unique(return_inverse=True, return_counts=True)  # (B), (N)
    sums = rewards.new_zeros(len(sizes)).index_add(0, group, rewards)  # (N)
    advantages = rewards - (sums / sizes)[group]  # (B)
    if not scale:
        return advantages
    squares = torch.zeros_like(sums).index_add(0, group, advantages.square())  # (N)
    deviations = (squares / (sizes - 1).clamp(min=1)).sqrt()  # unbiased; 0 for a group of one
    return advantages / (deviations[group] + EPS)


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
    """The clipped objective of PPO with one advantage for all tokens of a response, and k3 in the loss.

    `logp`, `old`, `ref` (B, T) belong to the sampled tokens, `advantages` (B), `mask` (B, T) -> ()
    """
    if norm not in ("sequence", "token", "constant"):
        raise ValueError(f"norm must be 'sequence', 'token' or 'constant', got {norm!r}")
    if norm == "constant" and (length is None or length < 1):
        raise ValueError(f"length must be at least 1 for norm='constant', got {length}")
    if low < 0 or high < 0:
        raise ValueError(f"low and high must not be negative, got {low} and {high}")

    # Masked before the exponential: in the padding it may overflow, and infinity times 0 is NaN.
    ratio = (logp - old.detach()).masked_fill(~mask, 0).exp()  # (B, T)
    gain = advantages.detach()[:, None]  # (B, 1), the same for each token
    losses = -torch.minimum(ratio * gain, ratio.clamp(1 - low, 1 + high) * gain)  # (B, T)
    if beta:
        away = (ref.detach() - logp).masked_fill(~mask, 0)
        losses = losses + beta * (away.exp() - 1 - away)  # k3, an estimate of KL(policy‖ref)

    sums = losses.masked_fill(~mask, 0).sum(dim=1)  # (B)
    lengths = mask.sum(dim=1)
    if norm == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    return (sums / (lengths.clamp(min=1) if norm == "sequence" else length)).mean()
