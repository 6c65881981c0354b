import torch


def candidates(s, e, mask, max_len):
    inside = mask.nonzero().flatten().tolist()
    return [(i, j) for i in inside for j in inside if i <= j <= i + max_len - 1]


def best_spans(start_logits, end_logits, context_mask, max_len, null_threshold):
    """Sorts the candidates by score, then by start and end; softmax changes nothing of the order."""
    if max_len < 1:
        raise ValueError("max_len has to be positive")
    starts, ends, scores = [], [], []
    for s, e, mask in zip(start_logits, end_logits, context_mask, strict=True):
        span, score = (0, 0), s[0] + e[0]
        ranked = sorted(
            candidates(s, e, mask, max_len), key=lambda p: (-(s[p[0]] + e[p[1]]).item(), *p)
        )
        if ranked:
            best = s[ranked[0][0]] + e[ranked[0][1]]
            if best > score + null_threshold:
                span, score = ranked[0], best
        starts.append(span[0])
        ends.append(span[1])
        scores.append(score)
    scores = torch.stack(scores)
    starts, ends = torch.as_tensor([starts, ends], device=scores.device)
    return starts, ends, scores


def span_text(context, offsets, start, end):
    if start not in range(len(offsets)) or end not in range(start, len(offsets)):
        raise ValueError("no such span")
    return context[: offsets[end][1]][offsets[start][0] :]
