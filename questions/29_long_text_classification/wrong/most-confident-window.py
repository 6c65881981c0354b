import torch


def sliding_windows(ids, window, stride, cls_id, sep_id, pad_id):
    content = window - 2
    if not 1 <= stride <= content:
        raise ValueError(f"stride ({stride}) must be between 1 and window - 2 ({content})")
    final = max(len(ids) - content, 0)
    rows = [
        [cls_id, *ids[start : start + content], sep_id]
        for start in range(0, final + stride, stride)
    ]
    lengths = torch.tensor([len(row) for row in rows])
    padded = [row + [pad_id] * (window - len(row)) for row in rows]
    return torch.tensor(padded), torch.arange(window) < lengths[:, None]


def aggregate(logits, owner, num_docs, how):
    if how not in ("mean", "max", "probability"):
        raise ValueError(f"how must be one of mean, max, probability, got {how!r}")
    if (owner >= num_docs).any():
        raise ValueError(f"owner ({int(owner.max())}) must be below num_docs ({num_docs})")
    if how == "probability":
        logits = logits.softmax(dim=-1)
    rows = []
    for doc in range(num_docs):
        own = logits[owner == doc]
        if how == "max" and len(own):
            rows.append(own[own.amax(dim=1).argmax()])
        else:
            rows.append(own.sum(dim=0) / max(len(own), 1))
    return torch.stack(rows)
