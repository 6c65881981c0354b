# interview: ner-decoding
"""Write viterbi and bio_spans. `interview show 28` has the task, `interview grade 28` grades them."""

import torch
from torch import Tensor


def viterbi(
    emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor, mask: Tensor
) -> tuple[list[list[int]], Tensor]:
    # emissions (B, T, C), transitions (C, C) from row to column, start (C,), end (C,),
    # mask (B, T) with True for a word that gets a tag -> B lists of tags, scores (B,)
    raise NotImplementedError


def bio_spans(tags: list[str]) -> list[tuple[str, int, int]]:
    # tags: one "O", "B-type" or "I-type" per word -> (type, start, end), end excluded
    raise NotImplementedError
