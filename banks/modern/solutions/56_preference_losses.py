"""From a reward per answer to DPO and IPO. Ouyang et al. 2022, §3.5; Rafailov et al. 2023, §4; Azar et al. 2024."""

import torch
import torch.nn.functional as F
from torch import Tensor

IGNORED = -100  # the label of what is no part of the answer: prompt and padding


def last_token_reward(hidden: Tensor, mask: Tensor, weight: Tensor) -> Tensor:
    """The reward (B) of each text: its last real token's state (B, T, D) times `weight` (D)."""
    places = torch.arange(mask.size(1), device=mask.device)  # (T)
    last = (places * mask).argmax(dim=1)  # (B), wherever the padding stands
    states = hidden[torch.arange(len(last), device=mask.device), last]  # (B, D)
    return (states @ weight).masked_fill(~mask.any(dim=1), 0)


def sequence_logp(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """The log-probability (B) of each answer, and of how many tokens (B) it is the sum.

    `logits` (B, T, V), `labels` (B, T): those at t - 1 predict the token at t.
    """
    targets = labels[:, 1:]  # (B, T - 1)
    counted = targets != IGNORED
    logp = logits[:, :-1].log_softmax(dim=-1)  # (B, T - 1, V)
    each = logp.gather(-1, targets.clamp(min=0)[..., None]).squeeze(-1)  # (B, T - 1)
    return each.masked_fill(~counted, 0).sum(dim=1), counted.sum(dim=1)


def dpo_loss(
    policy: Tensor,
    reference: Tensor,
    lengths: Tensor,
    beta: float,
    smoothing: float = 0.0,
    kind: str = "sigmoid",
) -> tuple[Tensor, Tensor]:
    """The mean loss of pairs, and the margin (B) of each between the rewards that the policy implies.

    `policy`, `reference` (B, 2) are log-probabilities of the chosen and of the rejected answer,
    `lengths` (B, 2) their numbers of tokens.
    """
    if kind not in ("sigmoid", "ipo"):
        raise ValueError(f"kind must be 'sigmoid' or 'ipo', got {kind!r}")
    if beta <= 0:
        raise ValueError(f"beta must be above 0, got {beta}")
    if not 0 <= smoothing < 0.5 or (kind == "ipo" and smoothing > 0):
        raise ValueError(f"smoothing must be from 0 to below 0.5, and 0 for ipo, got {smoothing}")

    ratios = policy - reference.detach()  # (B, 2), log π/π_ref: the reward over beta, but for log Z
    if kind == "ipo":
        ratios = ratios / lengths.clamp(min=1)
    chosen, rejected = ratios.unbind(dim=1)
    difference = chosen - rejected  # (B), here log Z cancels
    margins = beta * difference
    if kind == "ipo":
        losses = (difference - 1 / (2 * beta)).square()
    else:
        losses = -(1 - smoothing) * F.logsigmoid(margins) - smoothing * F.logsigmoid(-margins)
    return losses.mean(), margins.detach()
