# interview: mixed-precision-step
"""Write the class and the function. `interview show 46` has the task, `interview grade 46` grades it."""

from typing import Any

import torch
from torch import Tensor, nn


class LossScaler:
    # .scale is the factor on the loss of the next step
    def __init__(self, scale: float, growth: float, backoff: float, interval: int) -> None:
        raise NotImplementedError

    def update(self, overflow: bool) -> float:
        # -> the new .scale
        raise NotImplementedError


def mixed_precision_step(
    model: nn.Module,
    micro_batches: list[dict[str, Tensor]],
    optimizer: Any,
    scaler: Any,
    max_norm: float,
) -> tuple[float, bool]:
    # each micro-batch has "ids" (B, T) and "labels" (B, T), with B and T of its own
    # model(ids) -> logits (B, T, V)
    # -> the loss per token, whether the update was skipped
    raise NotImplementedError
