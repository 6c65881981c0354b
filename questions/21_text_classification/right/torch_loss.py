import torch
from torch.nn import functional as F


def multilabel_loss(logits, targets, pos_weight=None):
    """torch's loss for every entry; those without annotation are cut out."""
    if logits.shape != targets.shape:
        raise ValueError("logits and targets differ in shape")
    if pos_weight is not None:
        pos_weight = pos_weight.to(logits)
    each = F.binary_cross_entropy_with_logits(
        logits, targets.to(logits.dtype), pos_weight=pos_weight, reduction="none"
    )
    each = each[targets != -100]
    return each.mean() if each.numel() else logits.sum() * 0.0


def predict_labels(logits, thresholds):
    if list(thresholds.shape) != [logits.shape[1]]:
        raise ValueError("one threshold per label")
    return logits >= torch.logit(thresholds)


def f1(pred, target, average):
    if average == "micro":
        return torch.tensor(of_counts(pred, target), dtype=torch.float64, device=pred.device)
    if average == "macro":
        columns = [of_counts(p, t) for p, t in zip(pred.T, target.T, strict=True)]
        return torch.tensor(columns, dtype=torch.float64, device=pred.device).mean()
    raise ValueError(average)


def of_counts(pred, target):
    tp = int(torch.logical_and(pred, target).sum())
    fp = int(torch.logical_and(pred, ~target).sum())
    fn = int(torch.logical_and(~pred, target).sum())
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0
