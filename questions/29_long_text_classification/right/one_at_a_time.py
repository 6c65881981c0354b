import torch


def sliding_windows(ids, window, stride, cls_id, sep_id, pad_id):
    """Cuts until a window has reached the end of the document."""
    if window < 3 or not 0 < stride < window - 1:
        raise ValueError("every token has to be in some window")
    windows, mask, begin = [], [], 0
    while True:
        piece = ids[begin : begin + window - 2]
        gap = window - 2 - len(piece)
        windows.append([cls_id] + piece + [sep_id] + gap * [pad_id])
        mask.append([True] * (len(piece) + 2) + [False] * gap)
        if begin + window - 2 >= len(ids):
            return torch.tensor(windows), torch.tensor(mask)
        begin += stride


def aggregate(logits, owner, num_docs, how):
    """One document after another."""
    if how == "mean":
        combine = lambda rows: rows.mean(0)
    elif how == "max":
        combine = lambda rows: rows.amax(0)
    elif how == "probability":
        combine = lambda rows: torch.softmax(rows, 1).mean(0)
    else:
        raise ValueError(f"{how!r} is not known")
    if any(doc >= num_docs for doc in owner.tolist()):
        raise ValueError("owner out of range")
    documents = []
    for doc in range(num_docs):
        rows = logits[owner == doc]
        documents.append(combine(rows) if len(rows) else rows.sum(0))
    return torch.stack(documents)
