import math

import torch


def distribution(row, k, p):
    """One row of logits as a list; plain Python."""
    ids = sorted(range(len(row)), key=lambda i: (-row[i], i))[: k or len(row)]
    top = row[ids[0]]
    weights = [math.exp(row[i] - top) for i in ids]
    total = sum(weights)
    kept, mass = [], 0.0
    for weight in weights:
        kept.append(weight)
        mass += weight / total
        if p < 1 and mass >= p:
            break
    result = [0.0] * len(row)
    for i, weight in zip(ids, kept):
        result[i] = weight / sum(kept)
    return result


def next_token_distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    if not temperature > 0:
        raise ValueError(f"temperature {temperature}")
    if top_k < 0:
        raise ValueError(f"top_k {top_k}")
    if not 0 < top_p <= 1:
        raise ValueError(f"top_p {top_p}")
    rows = (logits / temperature).tolist()
    for row in rows:
        if max(row) == -math.inf:
            raise ValueError("every token is banned")
    return logits.new_tensor([distribution(r, top_k, top_p) for r in rows])


def sample(probs, u):
    drawn = []
    for row, draw in zip(probs.tolist(), u.tolist()):
        total, chosen = 0.0, None
        for i, p in enumerate(row):
            if p > 0:
                chosen = i
            total += p
            if total > draw:
                break
        drawn.append(chosen)
    return torch.tensor(drawn, device=probs.device)
