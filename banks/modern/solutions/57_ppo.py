"""Advantages, their whitening, and the losses of PPO. Schulman et al. 2016, §3; Schulman et al. 2017, §3."""

import torch
import torch.nn.functional as F
from torch import Tensor


@torch.no_grad()
def gae(
    rewards: Tensor, values: Tensor, mask: Tensor, gamma: float, lam: float
) -> tuple[Tensor, Tensor]:
    """The advantage of each token, and the return that its value is to learn; 0 in the padding.

    `rewards`, `values` (B, T), `mask` (B, T) True for the tokens of a response -> (B, T), (B, T)
    """
    refuse_several({rewards.shape, values.shape, mask.shape})
    # With zeros in the padding, the value after the end is 0, and so is the advantage.
    rewards, values = rewards.masked_fill(~mask, 0), values.masked_fill(~mask, 0)
    after = F.pad(values[:, 1:], (0, 1))  # (B, T), the value of what comes next
    deltas = rewards + gamma * after - values  # (B, T), by how much it went better than expected
    advantages = deltas.clone()
    for t in reversed(range(deltas.size(1) - 1)):
        advantages[:, t] += gamma * lam * advantages[:, t + 1]
    return advantages, advantages + values


def whiten(x: Tensor, mask: Tensor) -> Tensor:
    """`x` (B, T) with mean 0 and variance 1 over all tokens of the batch; 0 in the padding."""
    refuse_several({x.shape, mask.shape})
    centred = (x - masked_mean(x, mask)).masked_fill(~mask, 0)
    variance = centred.square().sum() / (mask.sum() - 1).clamp(min=1)
    return centred * torch.rsqrt(variance + 1e-8)


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
    """The losses of policy and value, and the share of the tokens that are clipped: three numbers.

    All tensors are (B, T). Gradients flow into `logp` and `values` alone: the rest is data.
    """
    shapes = {logp.shape, old_logp.shape, advantages.shape, values.shape, old_values.shape}
    refuse_several(shapes | {returns.shape, mask.shape})
    old_logp, advantages = old_logp.detach(), advantages.detach()
    old_values, returns = old_values.detach(), returns.detach()
    # Masked before the exponential: in the padding it may overflow, and infinity times 0 is NaN.
    ratio = (logp - old_logp).masked_fill(~mask, 0).exp()  # (B, T)
    gain = ratio * advantages
    clipped = ratio.clamp(1 - clip, 1 + clip) * advantages
    policy = -masked_mean(torch.minimum(gain, clipped), mask)

    near = old_values + (values - old_values).clamp(-value_clip, value_clip)  # (B, T)
    errors = torch.maximum((values - returns).square(), (near - returns).square())
    value = masked_mean(errors, mask) / 2
    return policy, value, masked_mean((clipped < gain).to(logp.dtype), mask)


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    """Over the tokens of the whole batch; 0 if there is none."""
    return x.masked_fill(~mask, 0).sum() / mask.sum().clamp(min=1)


def refuse_several(shapes: set[torch.Size]) -> None:
    if len(shapes) > 1:
        raise ValueError(f"expected tensors of one shape, got {sorted(map(tuple, shapes))}")
