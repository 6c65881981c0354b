# interview: fine-tuning
"""Write the three functions. `interview show 14` has the task, `interview grade 14` grades it."""

from typing import Any

import torch
from torch import Tensor, nn


def param_groups(
    model: nn.Module, lr: float, weight_decay: float, layer_decay: float
) -> list[dict[str, Any]]:
    # model has .embeddings, .layers (nn.ModuleList) and, above them, its head
    # -> groups of the form {"params": [...], "lr": ..., "weight_decay": ...}
    raise NotImplementedError


def warmup_linear(step: int, warmup: int, total: int) -> float:
    # -> the factor on the learning rate, from 0.0 to 1.0
    raise NotImplementedError


def train_step(
    model: nn.Module, batch: dict[str, Tensor], optimizer: Any, scheduler: Any, max_norm: float
) -> float:
    # batch holds the keyword arguments of the model, which returns (loss, logits)
    # -> the loss as a number
    raise NotImplementedError
