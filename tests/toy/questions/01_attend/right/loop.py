import torch


def attend(q, k, v, mask=None):
    if q.shape[2] != k.shape[2]:
        raise ValueError("no")
    rows = []
    for t in range(q.shape[1]):
        s = (q[:, t : t + 1] * k).sum(-1) / q.shape[2] ** 0.5
        if mask is not None:
            s = s.masked_fill(~mask[t], float("-inf"))
        rows.append((torch.softmax(s, -1).unsqueeze(-1) * v).sum(1))
    return torch.stack(rows, 1)
