# interview: text-classification
"""Write multilabel_loss, predict_labels and f1. `interview show 21` has the task,
`interview grade 21` grades this file."""

import torch
from torch import Tensor
from torch.nn import functional as F


def multilabel_loss(logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None) -> Tensor:
    # logits (N, C), targets (N, C) with 1, 0 or -100 for not annotated, pos_weight (C,) -> scalar
    raise NotImplementedError


def predict_labels(logits: Tensor, thresholds: Tensor) -> Tensor:
    # logits (N, C), thresholds (C,) as probabilities -> boolean (N, C)
    raise NotImplementedError


def f1(pred: Tensor, target: Tensor, average: str) -> Tensor:
    # pred, target boolean (N, C), average "micro" or "macro" -> scalar in float64
    raise NotImplementedError
