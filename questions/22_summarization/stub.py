# interview: summarization
"""Write the two functions. `interview show 22` has the task, `interview grade 22` grades this file."""

import torch
from torch import Tensor


def sentence_vectors(hidden: Tensor, cls_positions: Tensor, cls_mask: Tensor) -> Tensor:
    # hidden (B, T, D), cls_positions (B, N) whole numbers, cls_mask (B, N) with True for a real
    # sentence -> (B, N, D)
    raise NotImplementedError


def select_sentences(
    scores: Tensor, mask: Tensor, sentences: list[list[list[str]]], k: int
) -> list[list[int]]:
    # scores (B, N), mask (B, N) with True for a sentence that may be selected,
    # sentences[b][i] the words of sentence i of document b -> for each document a list of whole
    # numbers, smallest first
    raise NotImplementedError
