import torch


def best_spans(start_logits, end_logits, context_mask, max_len, null_threshold):
    if max_len < 1:
        raise ValueError(f"max_len must be at least 1, got {max_len}")
    T = start_logits.size(1)
    start = start_logits.masked_fill(~context_mask, -torch.inf)
    end = end_logits.masked_fill(~context_mask, -torch.inf)
    if T > 20:
        start = start.masked_fill(start < start.topk(20, dim=1).values[:, -1:], -torch.inf)
        end = end.masked_fill(end < end.topk(20, dim=1).values[:, -1:], -torch.inf)
    in_order = torch.ones(T, T, dtype=torch.bool).triu().tril(max_len - 1)
    scores = (start[:, :, None] + end[:, None, :]).masked_fill(~in_order, -torch.inf)
    best, place = scores.flatten(1).max(dim=1)
    null = start_logits[:, 0] + end_logits[:, 0]
    answered = best > null + null_threshold
    return place // T * answered, place % T * answered, torch.where(answered, best, null)


def span_text(context, offsets, start, end):
    if not 0 <= start <= end < len(offsets):
        raise ValueError(f"no span from {start} to {end} among {len(offsets)} tokens")
    return context[offsets[start][0] : offsets[end][1]]
