import torch
import torch.nn.functional as F


def shift_right(labels, bos_id, pad_id):
    inputs = torch.empty_like(labels)
    inputs[:, 0] = bos_id
    inputs[:, 1:] = labels[:, :-1]
    inputs[inputs == -100] = pad_id
    return inputs


def seq2seq_loss(logits, labels, pad_id, smoothing=0.0):
    """nll_loss leaves -100 out; the uniform part is masked by hand."""
    if labels.size(0) != logits.size(0) or labels.size(1) != logits.size(1):
        raise ValueError("shapes of logits and labels do not agree")
    if smoothing > 1.0 or smoothing < 0.0:
        raise ValueError("smoothing must be between 0 and 1")
    V = logits.size(-1)
    labels = labels.masked_fill(labels == pad_id, -100).flatten()
    log_probs = F.log_softmax(logits.reshape(-1, V), dim=-1)
    counted = (labels != -100).to(log_probs.dtype)
    hard = F.nll_loss(log_probs, labels, reduction="none")
    soft = -log_probs.sum(dim=-1) / V * counted
    tokens = torch.clamp(counted.sum(), min=1)
    return ((1 - smoothing) * hard.sum() + smoothing * soft.sum()) / tokens
