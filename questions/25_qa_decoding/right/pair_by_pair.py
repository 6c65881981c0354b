import torch


def best_spans(start_logits, end_logits, context_mask, max_len, null_threshold):
    """Plain loops over every candidate; a later span has to be strictly better."""
    if max_len <= 0:
        raise ValueError("an answer has at least one token")
    found = []
    for s, e, allowed in zip(start_logits, end_logits, context_mask.tolist(), strict=True):
        null = (s[0] + e[0]).item()
        best, span = float("-inf"), None
        for i in range(len(allowed)):
            for j in range(i, min(i + max_len, len(allowed))):
                score = (s[i] + e[j]).item()
                if allowed[i] and allowed[j] and (span is None or score > best):
                    best, span = score, (i, j)
        if span is None or best <= null + null_threshold:
            best, span = null, (0, 0)
        found.append((*span, best))
    starts, ends, scores = zip(*found, strict=True)
    starts, ends = (torch.tensor(places, device=s.device) for places in (starts, ends))
    return starts, ends, s.new_tensor(scores)


def span_text(context, offsets, start, end):
    if start < 0 or end >= len(offsets):
        raise ValueError("the span leaves the sequence")
    if end < start:
        raise ValueError("the span ends before it starts")
    (first, _), (_, behind) = offsets[start], offsets[end]
    return "".join(context[k] for k in range(first, behind))
