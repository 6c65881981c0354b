import torch


def best_spans(start_logits, end_logits, context_mask, max_len, null_threshold):
    if max_len < 1:
        raise ValueError(f"max_len must be at least 1, got {max_len}")
    B, T = start_logits.shape
    best = start_logits.new_full((B,), -torch.inf)
    starts, ends = torch.zeros(B, dtype=torch.int64), torch.zeros(B, dtype=torch.int64)
    for i in range(T):
        for j in range(i, min(i + max_len, T)):
            scores = start_logits[:, i] + end_logits[:, j]
            better = context_mask[:, i] & context_mask[:, j] & (scores >= best)
            best = torch.where(better, scores, best)
            starts[better], ends[better] = i, j
    null = start_logits[:, 0] + end_logits[:, 0]
    answered = best > null + null_threshold
    return starts * answered, ends * answered, torch.where(answered, best, null)


def span_text(context, offsets, start, end):
    if not 0 <= start <= end < len(offsets):
        raise ValueError(f"no span from {start} to {end} among {len(offsets)} tokens")
    return context[offsets[start][0] : offsets[end][1]]
