# interview: qa-decoding
"""Write best_spans and span_text. `interview show 25` has the task, `interview grade 25` grades this file."""

import torch
from torch import Tensor


def best_spans(
    start_logits: Tensor,
    end_logits: Tensor,
    context_mask: Tensor,
    max_len: int,
    null_threshold: float,
) -> tuple[Tensor, Tensor, Tensor]:
    # start_logits, end_logits (B, T), context_mask (B, T) with True for a token of the passage
    # -> starts (B,) and ends (B,), int64, and scores (B,)
    raise NotImplementedError


def span_text(context: str, offsets: list[tuple[int, int]], start: int, end: int) -> str:
    # offsets: for each of the T tokens its first character and the character after its last
    raise NotImplementedError
