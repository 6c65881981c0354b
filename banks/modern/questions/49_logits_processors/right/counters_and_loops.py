import math
from collections import Counter

import torch


def penalize(logits, history, mask, repetition=1.0, presence=0.0, frequency=0.0, ngram=0):
    if not repetition > 0:
        raise ValueError("repetition")
    if ngram < 0:
        raise ValueError("ngram")
    rows = []
    for row, ids, real in zip(logits.tolist(), history.tolist(), mask.tolist()):
        text = [token for token, counts in zip(ids, real) if counts]
        banned = set()
        if ngram > 0:
            grams = {tuple(text[i : i + ngram]) for i in range(len(text) - ngram + 1)}
            tail = tuple(text[-(ngram - 1) :]) if ngram > 1 else ()
            banned = {token for token in range(len(row)) if (*tail, token) in grams}
        if all(token in banned or z == -math.inf for token, z in enumerate(row)):
            banned = set()
        row = [-math.inf if token in banned else z for token, z in enumerate(row)]
        for token, count in Counter(text).items():
            z = row[token]
            z = z * repetition if z < 0 else z / repetition
            row[token] = z - presence - frequency * count
        rows.append(row)
    return torch.tensor(rows, dtype=logits.dtype, device=logits.device).reshape(logits.shape)


def min_p(logits, p, temperature=1.0, last=False):
    if p < 0 or p > 1 or temperature <= 0:
        raise ValueError(p, temperature)
    if last:
        return min_p(logits, p) / temperature
    return torch.stack([cut(row / temperature, p) for row in logits])


def cut(row, p):
    kept = [z if math.exp(z - max(row)) >= p else -math.inf for z in row]
    return torch.tensor(kept, dtype=row.dtype, device=row.device)
