import torch
from torch.nn.functional import log_softmax


def encode_labels(names, label_map):
    ids = [label_map.get(name) for name in names]
    if None in ids:
        raise ValueError(f"unknown label {names[ids.index(None)]!r}")
    return torch.as_tensor(ids, dtype=torch.int64)


def class_weights(labels, num_classes):
    """Through the inverse frequencies: each class gets an equal share of the total weight n."""
    if ((labels < 0) | (labels > num_classes - 1)).any():
        raise ValueError("label outside the classes")
    classes, counts = labels.unique(return_counts=True)
    weights = torch.zeros(num_classes, dtype=torch.float64, device=labels.device)
    share = labels.shape[0] / max(1, classes.shape[0])
    weights[classes] = share * counts.double().reciprocal()
    return weights


def weighted_loss(logits, labels, weights):
    if weights.size() != logits.shape[1:]:
        raise ValueError(f"{tuple(weights.shape)} weights for {logits.shape[1]} classes")
    rows = torch.arange(len(labels))
    losses = -log_softmax(logits, dim=1)[rows, labels]
    w = weights.index_select(0, labels).to(logits.dtype)
    return torch.sum(w * losses) / torch.where(w.sum() > 0, w.sum(), torch.ones_like(w.sum()))


def macro_f1(pred, labels, num_classes):
    if list(pred.shape) != list(labels.shape):
        raise ValueError("shapes differ")
    total, number = torch.tensor(0.0, dtype=torch.float64, device=labels.device), 0
    for c in range(num_classes):
        p, t = pred == c, labels == c
        size = int(p.sum() + t.sum())
        if size:
            total, number = total + 2 * int((p & t).sum()) / size, number + 1
    return total / number if number else total
