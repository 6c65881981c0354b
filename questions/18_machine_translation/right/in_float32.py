import torch
import torch.nn.functional as F


def shift_right(labels, bos_id, pad_id):
    ids = labels.roll(1, dims=1)
    ids[:, 0] = bos_id
    return ids.where(ids != -100, torch.full_like(ids, pad_id))


def seq2seq_loss(logits, labels, pad_id, smoothing=0.0):
    """The logarithms in float32 whatever the logits are, the result in their dtype again."""
    if logits.shape[:-1] != labels.shape:
        raise ValueError("logits and labels do not fit")
    if smoothing < 0 or 1 < smoothing:
        raise ValueError("smoothing")
    counts = labels.ne(-100) & labels.ne(pad_id)
    log_probs = F.log_softmax(logits, dim=-1, dtype=torch.float32)[counts]  # (tokens, V)
    hard = -log_probs.gather(1, labels[counts][:, None]).sum()
    soft = -log_probs.mean(dim=1).sum()
    return ((1 - smoothing) * hard + smoothing * soft).div(max(1, len(log_probs))).to(logits.dtype)
