import math

import torch


def sliding_windows(ids, window, stride, cls_id, sep_id, pad_id):
    """Pads the document to whole windows and lets unfold cut it."""
    room = window - 2
    if stride < 1 or stride > room:
        raise ValueError(f"a window holds {room} tokens, so the stride cannot be {stride}")
    n = len(ids)
    count = 1 + math.ceil(max(n - room, 0) / stride)
    total = room + (count - 1) * stride
    text = torch.full((total,), pad_id)
    text[:n] = torch.tensor(ids, dtype=torch.int64)
    middle = text.unfold(0, room, stride)
    real = (torch.arange(total) < n).unfold(0, room, stride)
    tokens = real.sum(1)

    windows = torch.full((count, window), pad_id)
    windows[:, 0] = cls_id
    windows[:, 1:-1] = middle
    windows[torch.arange(count), tokens + 1] = sep_id
    return windows, torch.arange(window) <= tokens[:, None] + 1


def aggregate(logits, owner, num_docs, how):
    """A matrix that says which window belongs to which document."""
    if how not in ("mean", "max", "probability"):
        raise ValueError(f"unknown: {how}")
    if len(owner) and owner.max() >= num_docs:
        raise ValueError("a window belongs to a document that is not there")
    belongs = torch.arange(num_docs, device=owner.device)[:, None] == owner
    some = belongs.any(1)
    if how == "max":
        if not len(owner):
            return logits.new_zeros(num_docs, logits.shape[1])
        spread = torch.where(belongs[..., None], logits, float("-inf"))
        return torch.where(some[:, None], spread.max(1).values, 0.0)
    scores = logits.softmax(1) if how == "probability" else logits
    share = belongs / belongs.sum(1, keepdim=True).clamp(min=1)
    return torch.einsum("dn,nc->dc", share.to(scores.dtype), scores)
