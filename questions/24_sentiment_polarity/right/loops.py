from collections import Counter

import torch


def encode_labels(names, label_map):
    ids = torch.empty(len(names), dtype=torch.int64)
    for i, name in enumerate(names):
        if name not in label_map:
            raise ValueError(f"{name!r} is not a label")
        ids[i] = label_map[name]
    return ids


def class_weights(labels, num_classes):
    counts = Counter(labels.tolist())
    for label in counts:
        if not 0 <= label < num_classes:
            raise ValueError(f"label {label} is out of range")
    n, k = sum(counts.values()), len(counts)
    weights = [n / (k * counts[c]) if counts[c] else 0 for c in range(num_classes)]
    return torch.tensor(weights, dtype=torch.double, device=labels.device)


def weighted_loss(logits, labels, weights):
    if weights.dim() != 1 or len(weights) != logits.shape[-1]:
        raise ValueError("weights do not fit the classes")
    top, bottom = logits.sum() * 0.0, 0.0
    for z, y in zip(logits, labels.tolist(), strict=True):
        top = top + weights[y] * (torch.logsumexp(z, dim=0) - z[y])
        bottom = bottom + weights[y]
    return (top / bottom if bottom else top).to(logits.dtype)


def macro_f1(pred, labels, num_classes):
    """By precision and recall of one class after the other."""
    if pred.shape != labels.shape:
        raise ValueError("as many predictions as labels, please")
    scores = []
    for c in range(num_classes):
        found = {i for i, p in enumerate(pred.tolist()) if p == c}
        true = {i for i, t in enumerate(labels.tolist()) if t == c}
        if not found | true:
            continue
        precision = len(found & true) / len(found) if found else 0.0
        recall = len(found & true) / len(true) if true else 0.0
        both = precision + recall
        scores.append(2 * precision * recall / both if both else 0.0)
    mean = sum(scores) / max(1, len(scores))
    return torch.tensor(mean, dtype=torch.float64, device=labels.device)
