"""Three polarities, unevenly frequent: ids, class weights, weighted loss, macro-F1. Opitz and Burst 2019, §1."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor


def encode_labels(names: Sequence[str], label_map: Mapping[str, int]) -> Tensor:
    """The ids (N,) of the label names; an unknown name is refused rather than guessed."""
    unknown = sorted(set(names) - set(label_map))
    if unknown:
        raise ValueError(f"unknown labels {unknown}, expected some of {list(label_map)}")
    return torch.tensor([label_map[name] for name in names], dtype=torch.long)


def class_weights(labels: Tensor, num_classes: int) -> Tensor:
    """Balanced weights (C,) in float64: `n / (K · n_c)`, and 0 for a class that does not occur.

    K classes occur. Each then has the same total weight, and the mean over the examples is 1.
    """
    outside = labels[(labels < 0) | (labels >= num_classes)]
    if outside.numel():
        raise ValueError(f"label {outside[0].item()} is not one of {num_classes} classes")
    counts = torch.bincount(labels, minlength=num_classes)  # (C,)
    present = counts > 0
    weights = labels.numel() / (present.sum() * counts.double())
    return weights.masked_fill(~present, 0.0)


def weighted_loss(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy as a weighted mean: logits (N, C), labels (N,), weights (C,) -> scalar."""
    C = logits.size(-1)
    if weights.shape != (C,):
        raise ValueError(f"expected {C} weights, got shape {tuple(weights.shape)}")
    log_probs = logits.log_softmax(dim=-1)  # (N, C)
    losses = -log_probs.gather(1, labels[:, None]).squeeze(1)  # (N,)
    w = weights[labels].to(logits.dtype)  # (N,)
    total = w.sum()
    if total == 0:
        return 0.0 * losses.sum()
    return (w * losses).sum() / total


def macro_f1(pred: Tensor, labels: Tensor, num_classes: int) -> Tensor:
    """Mean F1, in float64, of the classes that occur in the labels (N,) or the predictions (N,)."""
    if pred.shape != labels.shape:
        shapes = f"{tuple(pred.shape)} and {tuple(labels.shape)}"
        raise ValueError(f"pred and labels must have the same shape, got {shapes}")
    pairs = torch.bincount(labels * num_classes + pred, minlength=num_classes**2)
    confusion = pairs.view(num_classes, num_classes).double()  # (C, C), a row for each true class
    hits = confusion.diagonal()
    actual, predicted = confusion.sum(dim=1), confusion.sum(dim=0)
    involved = actual + predicted > 0
    scores = 2 * hits / (actual + predicted).clamp(min=1)  # (C,), 0 where a class is never hit
    return scores.sum() / involved.sum().clamp(min=1)
