# interview: long-text-classification
"""Write sliding_windows and aggregate. `interview show 29` has the task, `interview grade 29` grades it."""

import torch
from torch import Tensor


def sliding_windows(
    ids: list[int], window: int, stride: int, cls_id: int, sep_id: int, pad_id: int
) -> tuple[Tensor, Tensor]:
    # ids: the tokens of one document, without special tokens
    # -> windows (N, window) int64, mask (N, window) bool with True for a real token
    raise NotImplementedError


def aggregate(logits: Tensor, owner: Tensor, num_docs: int, how: str) -> Tensor:
    # logits (N, C), owner (N,) -> (num_docs, C)
    raise NotImplementedError
