"""A training step in float16: accumulate, scale, clip, or skip. Micikevicius et al. 2018, §3."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IGNORED = -100  # the label that stands where there is nothing to predict, as in torch


class LossScaler:
    """The factor on the loss: it grows after `interval` good steps in a row, and falls at each overflow."""

    def __init__(self, scale: float, growth: float, backoff: float, interval: int) -> None:
        if scale <= 0 or growth <= 1 or not 0 < backoff < 1 or interval < 1:
            raise ValueError(f"no scale to work with: {scale}, {growth}, {backoff}, {interval}")
        self.scale = scale
        self.growth = growth
        self.backoff = backoff
        self.interval = interval
        self.good_steps = 0  # since the scale last changed

    def update(self, overflow: bool) -> float:
        """Takes note of one step; returns the scale of the next."""
        if overflow:
            self.scale *= self.backoff
            self.good_steps = 0
            return self.scale
        self.good_steps += 1
        if self.good_steps == self.interval:
            self.scale *= self.growth
            self.good_steps = 0
        return self.scale


def mixed_precision_step(
    model: nn.Module,
    micro_batches: list[dict[str, Tensor]],
    optimizer: Any,
    scaler: Any,
    max_norm: float,
) -> tuple[float, bool]:
    """One update from several micro-batches: the loss per token, and whether the update was skipped."""
    tokens = sum(int((batch["labels"] != IGNORED).sum()) for batch in micro_batches)
    if tokens == 0:
        raise ValueError("no label counts in any of the micro-batches")

    model.train()
    optimizer.zero_grad()
    scale, loss = scaler.scale, 0.0
    for batch in micro_batches:
        logits = model(batch["ids"]).flatten(0, 1)  # (B·T, V)
        labels = batch["labels"].flatten()  # (B·T)
        total = F.cross_entropy(logits, labels, ignore_index=IGNORED, reduction="sum")
        share = total / tokens  # of all micro-batches: a mean of their means would be another
        (share * scale).backward()  # adds to the gradients, and frees the graph
        loss += share.item()

    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    overflow = not all(bool(gradient.isfinite().all()) for gradient in gradients)
    if not overflow:
        for gradient in gradients:
            gradient /= scale  # before clipping: max_norm is meant for true gradients
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
    scaler.update(overflow)
    return loss, overflow
