# interview: named-entity-recognition
"""Write align_labels and token_loss. `interview show 16` has the task, `interview grade 16` grades them."""

import torch
from torch import Tensor


def align_labels(word_ids: list[list[int | None]], word_labels: list[list[int]]) -> Tensor:
    # word_ids: B rows of T entries, word_labels: B rows of any lengths -> labels (B, T), int64
    raise NotImplementedError


def token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    # logits (B, T, C), labels (B, T) -> a single number, ()
    raise NotImplementedError
