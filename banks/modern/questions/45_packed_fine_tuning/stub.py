# interview: packed-fine-tuning
"""Write the three functions. `interview show 45` has the task, `interview grade 45` grades this file."""

import torch
from torch import Tensor


def pack(lengths: list[int], max_len: int) -> list[list[int]]:
    # -> for each row the indices of its examples
    raise NotImplementedError


def build(
    prompts: list[list[int]], answers: list[list[int]], bins: list[list[int]], pad: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    # -> ids, labels, positions, docs, each (B, T), int64
    raise NotImplementedError


def document_mask(docs: Tensor) -> Tensor:
    # docs (B, T) whole numbers, -1 for padding -> (B, 1, T, T) boolean, True = may attend
    raise NotImplementedError
