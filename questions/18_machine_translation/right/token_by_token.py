import torch


def shift_right(labels, bos_id, pad_id):
    rows = []
    for row in labels.tolist():
        rows.append([bos_id] + [pad_id if label == -100 else label for label in row[:-1]])
    return torch.tensor(rows, device=labels.device)


def seq2seq_loss(logits, labels, pad_id, smoothing=0.0):
    """One target token after another; log p = logit - logsumexp."""
    if tuple(logits.shape[:2]) != tuple(labels.shape):
        raise ValueError("logits and labels must have the same batch size and length")
    if not (0 <= smoothing <= 1):
        raise ValueError("smoothing is a probability")
    total, count = 0.0 * logits.sum(), 0
    for b, row in enumerate(labels.tolist()):
        for t, label in enumerate(row):
            if label in (-100, pad_id):
                continue
            scores = logits[b, t]
            normaliser = torch.logsumexp(scores, dim=0)
            hard = normaliser - scores[label]
            soft = normaliser - scores.mean()
            total = total + (1 - smoothing) * hard + smoothing * soft
            count += 1
    return total / max(count, 1)
