import torch
import torch.nn.functional as F


def best_spans(start_logits, end_logits, context_mask, max_len, null_threshold):
    """Looks only at the band of `max_len` ends behind each start."""
    if max_len < 1:
        raise ValueError(f"{max_len} tokens are no answer")
    lowest = float("-inf")
    start = start_logits.masked_fill(~context_mask, lowest)
    end = end_logits.masked_fill(~context_mask, lowest)
    width = min(max_len, end.size(1))
    band = F.pad(end, (0, width - 1), value=lowest).unfold(1, width, 1)
    scores = (start.unsqueeze(2) + band).flatten(1)
    place = scores.argmax(1)
    best = scores.gather(1, place[:, None]).squeeze(1)
    null = start_logits[:, 0] + end_logits[:, 0]
    nothing = best <= null + null_threshold
    starts = torch.div(place, width, rounding_mode="floor")
    ends = starts + place % width
    zero = torch.zeros_like(starts)
    return (
        torch.where(nothing, zero, starts),
        torch.where(nothing, zero, ends),
        torch.where(nothing, null, best),
    )


def span_text(context, offsets, start, end):
    if end < start or not (0 <= start < len(offsets) and end < len(offsets)):
        raise ValueError("not a span")
    taken = offsets[start : end + 1]
    return context[min(a for a, _ in taken) : max(b for _, b in taken)]
