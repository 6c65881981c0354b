"""Texts with several labels: loss, decisions and F1. Nam et al. 2014; Manning et al. 2008, §13.6."""

import torch
from torch import Tensor
from torch.nn import functional as F

UNKNOWN = -100


def multilabel_loss(logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None) -> Tensor:
    """Binary cross-entropy over the annotated entries: logits and targets (N, C) -> scalar.

    A target is 1, 0, or -100 where nobody annotated the label; `pos_weight` is (C,).
    """
    if targets.shape != logits.shape:
        shapes = f"{tuple(targets.shape)} and {tuple(logits.shape)}"
        raise ValueError(f"targets and logits must have the same shape, got {shapes}")
    if_positive = -F.logsigmoid(logits)  # (N, C)
    if_negative = -F.logsigmoid(-logits)  # (N, C)
    if pos_weight is not None:
        if_positive = pos_weight.to(logits.dtype) * if_positive
    losses = torch.where(targets == 1, if_positive, if_negative)
    known = targets != UNKNOWN
    # The weights are not in the denominator: they say how much an error costs, not how many there are.
    return losses.masked_fill(~known, 0.0).sum() / known.sum().clamp(min=1)


def predict_labels(logits: Tensor, thresholds: Tensor) -> Tensor:
    """Which labels each text gets: logits (N, C), thresholds (C,) -> boolean (N, C)."""
    C = logits.size(-1)
    if thresholds.shape != (C,):
        raise ValueError(f"expected {C} thresholds, got shape {tuple(thresholds.shape)}")
    return logits.sigmoid() >= thresholds


def f1(pred: Tensor, target: Tensor, average: str) -> Tensor:
    """F1 of boolean (N, C) matrices in float64, 0 where nothing is true and nothing predicted."""
    if average not in ("micro", "macro"):
        raise ValueError(f"average must be 'micro' or 'macro', got {average!r}")
    hits = (pred & target).sum(dim=0)  # (C,), TP
    predicted = pred.sum(dim=0)  # (C,), TP + FP
    actual = target.sum(dim=0)  # (C,), TP + FN
    if average == "micro":
        hits, predicted, actual = hits.sum(), predicted.sum(), actual.sum()
    scores = 2 * hits.double() / (predicted + actual).clamp(min=1)  # (C,), or scalar
    return scores.mean()
