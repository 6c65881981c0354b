import torch


def sliding_windows(ids, window, stride, cls_id, sep_id, pad_id):
    """Looks every place of every window up in one padded line of tokens."""
    room = window - 2
    if not 0 < stride <= room:
        raise ValueError("stride must be positive and leave no gap")
    n = len(ids)
    starts = [0]
    while starts[-1] + room < n:
        starts.append(starts[-1] + stride)
    line = torch.tensor([cls_id, *ids, sep_id, pad_id])
    place = torch.tensor(starts)[:, None] + torch.arange(window)
    counts = torch.tensor([min(room, n - s) for s in starts])[:, None]
    column = torch.arange(window)
    place = torch.where(column == 0, 0, place)
    place = torch.where(column == counts + 1, n + 1, place)
    place = torch.where(column > counts + 1, n + 2, place)
    return line[place], column < counts + 2


def aggregate(logits, owner, num_docs, how):
    """An additional document takes the windows that only fill up a batch, and is thrown away."""
    if how not in {"mean", "max", "probability"}:
        raise ValueError(how)
    if bool((owner > num_docs - 1).any()):
        raise ValueError("num_docs is too small")
    bin = owner.where(owner >= 0, num_docs)
    if how == "max":
        columns = []
        for scores in logits.unbind(1):
            low = logits.new_full((num_docs + 1,), float("-inf"))
            columns.append(low.scatter_reduce(0, bin, scores, "amax"))
        best = torch.stack(columns, 1)[:-1]
        return best.masked_fill(best == float("-inf"), 0.0)
    if how == "probability":
        logits = torch.exp(logits - logits.logsumexp(1, keepdim=True))
    total = logits.new_zeros(num_docs + 1, logits.size(1)).index_add(0, bin, logits)
    count = torch.bincount(bin, minlength=num_docs + 1).clamp(min=1)
    return (total / count[:, None])[:-1]
