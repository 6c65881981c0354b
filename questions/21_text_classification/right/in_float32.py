import torch
import torch.nn.functional as F


def multilabel_loss(logits, targets, pos_weight=None):
    """In float32, which bfloat16 logits deserve, and back to their dtype at the end."""
    if targets.shape != logits.shape:
        raise ValueError("targets and logits")
    z = logits.float()
    losses = F.softplus(torch.where(targets == 1, -z, z))
    if pos_weight is not None:
        losses = torch.where(targets == 1, pos_weight.float() * losses, losses)
    annotated = (targets != -100).float()
    return ((losses * annotated).sum() / annotated.sum().clamp(min=1)).to(logits.dtype)


def predict_labels(logits, thresholds):
    if tuple(thresholds.shape) != tuple(logits.shape[1:]):
        raise ValueError("thresholds")
    return torch.ge(torch.sigmoid(logits), thresholds.unsqueeze(0))


def f1(pred, target, average):
    if average == "micro":
        pred, target = pred.flatten(), target.flatten()
    elif average != "macro":
        raise ValueError(average)
    tp = (pred & target).sum(0, dtype=torch.float64)
    wrong = (pred ^ target).sum(0, dtype=torch.float64)
    return torch.nan_to_num(tp / (tp + wrong / 2)).mean()
