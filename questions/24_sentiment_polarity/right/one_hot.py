import torch
from torch.nn import functional as F


def encode_labels(names, label_map):
    try:
        return torch.tensor([label_map[n] for n in names]).long()
    except KeyError as error:
        raise ValueError(f"no such label: {error}") from error


def class_weights(labels, num_classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= num_classes):
        raise ValueError(f"labels must be below {num_classes}")
    counts = F.one_hot(labels, num_classes).sum(dim=0).to(torch.float64)
    seen = counts.count_nonzero()
    result = torch.zeros_like(counts)
    result[counts > 0] = len(labels) / (seen * counts[counts > 0])
    return result


def weighted_loss(logits, labels, weights):
    """Cross-entropy by logsumexp, everything as products with a one-hot matrix."""
    if tuple(weights.shape) != (logits.shape[1],):
        raise ValueError("one weight per class")
    y = F.one_hot(labels, logits.shape[1]).to(logits.dtype)
    losses = torch.logsumexp(logits, dim=1) - (logits * y).sum(dim=1)
    w = y @ weights.to(logits.dtype)
    if not w.any():
        return (losses * 0).sum()
    return torch.dot(w / w.sum(), losses)


def macro_f1(pred, labels, num_classes):
    if pred.size() != labels.size():
        raise ValueError(f"{tuple(pred.size())} predictions for {tuple(labels.size())} labels")
    p, t = F.one_hot(pred, num_classes).double(), F.one_hot(labels, num_classes).double()
    tp, fp, fn = (p * t).sum(0), (p * (1 - t)).sum(0), ((1 - p) * t).sum(0)
    bottom = 2 * tp + fp + fn
    scores = (2 * tp / bottom)[bottom > 0]
    return scores.mean() if len(scores) else scores.new_zeros(())
