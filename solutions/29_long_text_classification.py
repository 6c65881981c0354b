"""Overlapping windows of a long document, and one row of scores from them. Pappagari et al. 2019, section 3."""

import torch
from torch import Tensor

REDUCTIONS = {"mean": "mean", "max": "amax", "probability": "mean"}


def sliding_windows(
    ids: list[int], window: int, stride: int, cls_id: int, sep_id: int, pad_id: int
) -> tuple[Tensor, Tensor]:
    """Windows `[CLS] tokens [SEP]` over a document, each starting `stride` tokens after the last.

    -> ids (N, window) and mask (N, window), True for a real token. ValueError if the stride would
    skip tokens or not move at all.
    """
    content = window - 2  # [CLS] and [SEP] take two places of each window
    if not 1 <= stride <= content:
        raise ValueError(f"stride ({stride}) must be between 1 and window - 2 ({content})")

    final = max(len(ids) - content, 0)  # a window that starts here, or later, reaches the end
    rows = []
    for start in range(0, final + stride, stride):
        rows.append([cls_id, *ids[start : start + content], sep_id])
    lengths = torch.tensor([len(row) for row in rows])  # (N,)
    padded = [row + [pad_id] * (window - len(row)) for row in rows]
    return torch.tensor(padded), torch.arange(window) < lengths[:, None]


def aggregate(logits: Tensor, owner: Tensor, num_docs: int, how: str) -> Tensor:
    """One row for each document out of its windows: mean or max of the logits, or mean probability.

    `logits` (N, C), `owner` (N,) the document of each window, -1 for one that only fills up a
    batch -> (num_docs, C), zeros for a document without windows.
    """
    if how not in REDUCTIONS:
        raise ValueError(f"how must be one of {', '.join(REDUCTIONS)}, got {how!r}")
    if (owner >= num_docs).any():
        raise ValueError(f"owner ({int(owner.max())}) must be below num_docs ({num_docs})")

    real = owner >= 0
    logits, owner = logits[real], owner[real]
    if how == "probability":
        logits = logits.softmax(dim=-1)
    rows = owner[:, None].expand_as(logits)  # (N, C)
    empty = logits.new_zeros(num_docs, logits.size(1))
    return empty.scatter_reduce(0, rows, logits, REDUCTIONS[how], include_self=False)
