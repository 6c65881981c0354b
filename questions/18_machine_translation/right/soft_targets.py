import torch
import torch.nn.functional as F


def shift_right(labels, bos_id, pad_id):
    """Padding first, then a shift by one with the start symbol coming in from the left."""
    ids = torch.where(labels < 0, pad_id, labels)
    return F.pad(ids, (1, 0), value=bos_id)[:, :-1]


def seq2seq_loss(logits, labels, pad_id, smoothing=0.0):
    """Builds the whole target distribution (N, V) of the positions that count."""
    B, T, V = logits.shape
    if labels.shape != (B, T):
        raise ValueError(f"{tuple(labels.shape)} labels for {(B, T)} positions")
    if smoothing < 0 or smoothing > 1:
        raise ValueError(f"smoothing is {smoothing}")
    keep = ~((labels == -100) | (labels == pad_id))
    if not keep.any():
        return logits.sum() * 0
    kept = logits[keep]
    target = F.one_hot(labels[keep], V).to(kept.dtype) * (1 - smoothing) + smoothing / V
    return -(target * torch.log_softmax(kept, dim=1)).sum(dim=1).mean()
