import torch
from torch.nn import functional as F


def penalize(logits, history, mask, repetition=1.0, presence=0.0, frequency=0.0, ngram=0):
    if repetition <= 0:
        raise ValueError(f"a factor of {repetition}")
    if ngram < 0:
        raise ValueError(f"{ngram}-grams")
    V = logits.shape[1]
    z = logits.float()
    hot = F.one_hot(history, V) * mask[:, :, None]
    counts = hot.sum(1).float()
    if ngram > 0:
        z = torch.stack([without(z[b], history[b, mask[b]], ngram, V) for b in range(len(z))])
    factor = torch.where(z > 0, 1.0 / repetition, repetition)
    z = z * torch.where(counts > 0, factor, 1.0)
    z = z - presence * counts.clamp(max=1) - frequency * counts
    return z.to(logits.dtype)


def without(row, text, n, V):
    if len(text) < n:
        return row
    windows = text.unfold(0, n, 1)
    same = (windows[:, : n - 1] == text[len(text) - n + 1 :]).all(dim=1)
    banned = F.one_hot(windows[same, -1], V).any(0)
    kept = torch.where(banned, -torch.inf, row)
    return kept if (kept > -torch.inf).any() else row


def min_p(logits, p, temperature=1.0, last=False):
    if not (0.0 <= p <= 1.0 and temperature > 0):
        raise ValueError("p or temperature")
    z = logits.float()
    probs = (z if last else z / temperature).softmax(-1)
    keep = probs >= p * probs.max(dim=-1, keepdim=True).values
    return torch.where(keep, z / temperature, -torch.inf).to(logits.dtype)
