"""Fine-tuning: parameter groups, warmup, one training step. Devlin et al. 2019, sections 3.2 and A.3."""

from typing import Any

import torch
from torch import Tensor, nn


def depth_of(name: str, num_layers: int) -> int:
    """0 for the embeddings, 1 to L for the layers, L + 1 for the head on top of them."""
    part, *rest = name.split(".")
    if part == "embeddings":
        return 0
    if part == "layers":
        return int(rest[0]) + 1
    return num_layers + 1


def param_groups(
    model: nn.Module, lr: float, weight_decay: float, layer_decay: float
) -> list[dict[str, Any]]:
    """One group for each pair of learning rate and weight decay. Howard & Ruder 2018, section 3.2."""
    if not 0.0 < layer_decay <= 1.0:
        raise ValueError(f"layer_decay ({layer_decay}) must be greater than 0 and at most 1")
    top = len(model.layers) + 1
    groups: dict[tuple[float, float], dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = lr * layer_decay ** (top - depth_of(name, len(model.layers)))
        # Biases and the gains of LayerNorm are vectors; weight matrices and tables are not.
        decay = weight_decay if parameter.dim() > 1 else 0.0
        group = groups.setdefault((rate, decay), {"params": [], "lr": rate, "weight_decay": decay})
        group["params"].append(parameter)
    return list(groups.values())


def warmup_linear(step: int, warmup: int, total: int) -> float:
    """The factor on the learning rate: from 0 up to 1 at `warmup`, then down to 0 at `total`."""
    if not 0 <= warmup <= total:
        raise ValueError(f"warmup ({warmup}) must be between 0 and total ({total})")
    if step < warmup:
        return step / warmup
    if step >= total:
        return 0.0
    return (total - step) / (total - warmup)


def train_step(
    model: nn.Module, batch: dict[str, Tensor], optimizer: Any, scheduler: Any, max_norm: float
) -> float:
    """One update of every trainable parameter; returns the loss from before it."""
    model.train()
    loss, _ = model(**batch)
    optimizer.zero_grad()
    loss.backward()
    # All gradients together are one long vector; its direction stays, its length is cut.
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    scheduler.step()
    return loss.item()
