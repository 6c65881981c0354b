import math

import torch


def multilabel_loss(logits, targets, pos_weight=None):
    if tuple(logits.shape) != tuple(targets.shape):
        raise ValueError(f"{tuple(logits.shape)} is not {tuple(targets.shape)}")
    total, count = logits.sum() * 0, 0
    for n in range(logits.shape[0]):
        for c in range(logits.shape[1]):
            z = logits[n, c]
            if targets[n, c] == 1:
                weight = 1 if pos_weight is None else float(pos_weight[c])
                total, count = total + weight * torch.nn.functional.softplus(-z), count + 1
            elif targets[n, c] == 0:
                total, count = total + torch.nn.functional.softplus(z), count + 1
    return total / count if count else total


def predict_labels(logits, thresholds):
    if thresholds.dim() != 1 or len(thresholds) != logits.shape[1]:
        raise ValueError("thresholds do not fit the labels")
    rows = [
        [1 / (1 + math.exp(-z)) >= t for z, t in zip(row, thresholds.tolist(), strict=True)]
        for row in logits.tolist()
    ]
    return torch.tensor(rows, dtype=torch.bool, device=logits.device).reshape(logits.shape)


def f1(pred, target, average):
    """By precision and recall, each with its own care for empty sets."""
    if average not in {"micro", "macro"}:
        raise ValueError(f"unknown average {average}")
    if average == "micro":
        pred, target = pred.reshape(-1, 1), target.reshape(-1, 1)
    scores = []
    for c in range(pred.shape[1]):
        found = {n for n, value in enumerate(pred[:, c].tolist()) if value}
        true = {n for n, value in enumerate(target[:, c].tolist()) if value}
        precision = len(found & true) / len(found) if found else 0.0
        recall = len(found & true) / len(true) if true else 0.0
        both = precision + recall
        scores.append(2 * precision * recall / both if both else 0.0)
    return torch.tensor(sum(scores) / len(scores), dtype=torch.double, device=pred.device)
