import itertools

import torch


def first_above(weights, u):
    total = 0.0
    for token, weight in enumerate(weights):
        total += weight
        if total > u:
            return token
    return max(token for token, weight in enumerate(weights) if weight > 0)


def verify(drafts, q, p, accept_draws, final_draw):
    gamma = q.shape[0]
    if drafts.shape[0] != gamma or accept_draws.shape[0] != gamma:
        raise ValueError("lengths")
    if p.shape[0] != gamma + 1:
        raise ValueError("rows")
    if p.shape[1] != q.shape[1]:
        raise ValueError("vocabularies")
    tokens = []
    for x, before, after, u in zip(drafts.tolist(), q.tolist(), p.tolist(), accept_draws.tolist()):
        ratio = after[x] / before[x] if before[x] > 0 else (float("inf") if after[x] > 0 else 0.0)
        if u >= ratio:
            weights = [max(0.0, a - b) for a, b in zip(after, before)]
            total = sum(weights)
            weights = [w / total for w in weights] if total > 0 else after
            break
        tokens.append(x)
    else:
        weights = p[-1].tolist()
    tokens.append(first_above(weights, final_draw))
    return torch.tensor(tokens, device=drafts.device)


def expected_tokens(alpha, gamma):
    if alpha < 0 or alpha > 1 or gamma < 0:
        raise ValueError((alpha, gamma))
    return float(sum(itertools.accumulate([1.0] + [alpha] * gamma, lambda a, b: a * b)))
