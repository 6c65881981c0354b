import torch


def encode_labels(names, label_map):
    ids = []
    for name in names:
        if name not in label_map:
            raise ValueError(name)
        ids.append(label_map[name])
    return torch.tensor(ids, dtype=torch.long)


def class_weights(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError("label")
    counts = torch.bincount(labels, minlength=num_classes).to(torch.float64)
    present = counts > 0
    k = present.sum()
    n = labels.numel()
    w = n / (k * counts)
    return torch.where(present, w, torch.zeros_like(w))


def weighted_loss(logits, labels, weights):
    N, C = logits.shape
    if weights.shape != (C,):
        raise ValueError("weights")
    logp = logits.float().log_softmax(dim=-1)
    nll = -logp[torch.arange(N), labels]
    w = weights.detach().float()[labels]  # constants
    total = w.sum()
    if total == 0:
        return logits.sum() * 0
    return ((w * nll).sum() / total).to(logits.dtype)


def macro_f1(pred, labels, num_classes):
    if pred.shape != labels.shape:
        raise ValueError("shapes")
    scores = []
    for c in range(num_classes):
        p, t = pred == c, labels == c
        if not (p.any() or t.any()):
            continue
        tp = (p & t).sum().item()
        scores.append(2 * tp / (p.sum().item() + t.sum().item()))
    if not scores:
        return torch.tensor(0.0, dtype=torch.float64, device=pred.device)
    return torch.tensor(sum(scores) / len(scores), dtype=torch.float64, device=pred.device)
