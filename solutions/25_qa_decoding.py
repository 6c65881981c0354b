"""From start and end logits to the answer's text. Devlin et al. 2019, sections 4.2 and 4.3."""

import torch
from torch import Tensor


def best_spans(
    start_logits: Tensor,
    end_logits: Tensor,
    context_mask: Tensor,
    max_len: int,
    null_threshold: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """The best span of each row, or position 0 twice where none beats the null score clearly enough.

    All inputs (B, T) -> starts, ends and scores, (B,) each. ValueError if `max_len` is below 1.
    """
    if max_len < 1:
        raise ValueError(f"max_len must be at least 1, got {max_len}")
    T = start_logits.size(1)
    scores = start_logits[:, :, None] + end_logits[:, None, :]  # (B, T, T), start by end
    in_context = context_mask[:, :, None] & context_mask[:, None, :]  # (B, T, T)
    in_order = torch.ones_like(scores, dtype=torch.bool).triu().tril(max_len - 1)  # start <= end
    scores = scores.masked_fill(~(in_context & in_order), -torch.inf)

    # Row by row, so among equal spans the first is the one that starts, and then ends, earliest.
    best, place = scores.flatten(1).max(dim=1)  # (B,)
    null = start_logits[:, 0] + end_logits[:, 0]  # (B,)
    answered = best > null + null_threshold  # -inf never is
    starts, ends = place // T, place % T
    return starts * answered, ends * answered, torch.where(answered, best, null)


def span_text(context: str, offsets: list[tuple[int, int]], start: int, end: int) -> str:
    """The passage from the first character of token `start` to the last one of token `end`.

    `offsets` holds each token's first character and the one behind its last. ValueError unless
    0 <= start <= end < T.
    """
    if not 0 <= start <= end < len(offsets):
        raise ValueError(f"no span from {start} to {end} among {len(offsets)} tokens")
    first, behind = offsets[start][0], offsets[end][1]
    return context[first:behind]
