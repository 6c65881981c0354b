import torch


def sliding_windows(ids, window, stride, cls_id, sep_id, pad_id):
    room = window - 2
    if not 1 <= stride <= room:
        raise ValueError("stride")
    rows, masks = [], []
    begin = 0
    while True:
        piece = list(ids[begin : begin + room])
        row = [cls_id] + piece + [sep_id]
        pad = window - len(row)
        rows.append(row + [pad_id] * pad)
        masks.append([True] * len(row) + [False] * pad)
        if begin + room >= len(ids):
            break
        begin += stride
    return torch.tensor(rows, dtype=torch.long), torch.tensor(masks, dtype=torch.bool)


def aggregate(logits, owner, num_docs, how):
    if how not in ("mean", "max", "probability"):
        raise ValueError("how")
    if (owner >= num_docs).any():
        raise ValueError("owner")
    N, C = logits.shape
    values = (
        logits.softmax(dim=-1, dtype=torch.float32).to(logits.dtype)
        if how == "probability"
        else logits
    )
    result = []
    for d in range(num_docs):
        mine = values[owner == d]
        if mine.size(0) == 0:
            result.append(logits.new_zeros(C))
        elif how == "max":
            result.append(mine.max(dim=0).values)
        else:
            result.append(mine.float().mean(dim=0).to(logits.dtype))
    if not result:
        return logits.new_zeros(0, C)
    return torch.stack(result)
