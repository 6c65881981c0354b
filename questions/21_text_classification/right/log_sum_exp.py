import torch


def multilabel_loss(logits, targets, pos_weight=None):
    """log(1 + exp(x)) by logaddexp, and y as a factor instead of a choice."""
    if logits.size() != targets.size():
        raise ValueError("shapes differ")
    zero = torch.zeros_like(logits)
    y = (targets == 1).to(logits.dtype)
    known = (targets >= 0).to(logits.dtype)
    w = 1.0 if pos_weight is None else pos_weight.to(logits.dtype)
    each = w * y * torch.logaddexp(zero, -logits) + (1 - y) * torch.logaddexp(zero, logits)
    return torch.einsum("nc,nc->", each, known) / max(1, int(known.sum()))


def predict_labels(logits, thresholds):
    if thresholds.ndim != 1 or thresholds.numel() != logits.size(1):
        raise ValueError("one threshold per label is needed")
    p = 1 / (1 + torch.exp(-logits))
    return torch.stack([p[:, c] >= thresholds[c] for c in range(len(thresholds))], dim=1)


def f1(pred, target, average):
    p, t = pred.double(), target.double()
    tp, both = (p * t).sum(0), (p + t).sum(0)
    if average == "micro":
        tp, both = tp.sum(), both.sum()
    elif average != "macro":
        raise ValueError("micro or macro")
    score = torch.where(both > 0, 2 * tp / both, torch.zeros_like(both))
    return score.mean()
