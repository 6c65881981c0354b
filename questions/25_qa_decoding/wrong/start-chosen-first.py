import torch


def best_spans(start_logits, end_logits, context_mask, max_len, null_threshold):
    if max_len < 1:
        raise ValueError(f"max_len must be at least 1, got {max_len}")
    start_best, starts = start_logits.masked_fill(~context_mask, -torch.inf).max(dim=1)
    ahead = torch.arange(end_logits.size(1)) - starts[:, None]
    reachable = context_mask & (ahead >= 0) & (ahead < max_len)
    end_best, ends = end_logits.masked_fill(~reachable, -torch.inf).max(dim=1)
    best = start_best + end_best
    null = start_logits[:, 0] + end_logits[:, 0]
    answered = best > null + null_threshold
    return starts * answered, ends * answered, torch.where(answered, best, null)


def span_text(context, offsets, start, end):
    if not 0 <= start <= end < len(offsets):
        raise ValueError(f"no span from {start} to {end} among {len(offsets)} tokens")
    return context[offsets[start][0] : offsets[end][1]]
