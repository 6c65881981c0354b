import torch
import torch.nn.functional as F


def keep_top_k(logits, k):
    """Exactly k tokens per row; the sort is stable, so equal logits keep the order of their ids."""
    best = torch.sort(logits, dim=-1, descending=True, stable=True).indices[:, :k]
    kept = torch.full_like(logits, float("-inf"))
    return kept.scatter(1, best, logits.gather(1, best))


def keep_top_p(logits, p):
    values, ids = torch.sort(logits, dim=-1, descending=True, stable=True)
    reached = F.softmax(values, dim=-1).cumsum(dim=-1) >= p
    # The token that crosses the line stays, so the mark moves one place to the right.
    remove = torch.cat([torch.zeros_like(reached[:, :1]), reached[:, :-1]], dim=1)
    remove = torch.zeros_like(remove).scatter(1, ids, remove)
    return logits.masked_fill(remove, float("-inf"))


@torch.no_grad()
def next_token_distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    if temperature <= 0 or top_k < 0 or top_p <= 0 or top_p > 1:
        raise ValueError(f"bad settings: {temperature}, {top_k}, {top_p}")
    if torch.isneginf(logits).all(dim=1).any():
        raise ValueError("a row has no token left")
    logits = logits / temperature
    if top_k:
        logits = keep_top_k(logits, min(top_k, logits.shape[1]))
    if top_p < 1.0:
        logits = keep_top_p(logits, top_p)
    return F.softmax(logits, dim=-1)


def sample(probs, u):
    cdf = probs.cumsum(dim=1)
    ids = torch.searchsorted(cdf, u.unsqueeze(1), right=True).squeeze(1)
    flipped = (probs > 0).flip(dims=[1]).to(torch.int64)
    return ids.clamp(max=probs.shape[1] - 1 - flipped.argmax(dim=1))
