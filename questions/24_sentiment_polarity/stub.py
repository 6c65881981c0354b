# interview: sentiment-polarity
"""Write encode_labels, class_weights, weighted_loss and macro_f1. `interview show 24` has the task,
`interview grade 24` grades this file."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor


def encode_labels(names: Sequence[str], label_map: Mapping[str, int]) -> Tensor:
    # N names -> ids (N,) int64
    raise NotImplementedError


def class_weights(labels: Tensor, num_classes: int) -> Tensor:
    # labels (N,) int64, num_classes = C -> weights (C,) float64
    raise NotImplementedError


def weighted_loss(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    # logits (N, C), labels (N,), weights (C,) -> scalar
    raise NotImplementedError


def macro_f1(pred: Tensor, labels: Tensor, num_classes: int) -> Tensor:
    # pred (N,), labels (N,) int64 class ids -> scalar in float64
    raise NotImplementedError
