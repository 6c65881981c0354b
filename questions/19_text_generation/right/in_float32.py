import torch


def next_token_distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    """In float32 throughout, and cast back at the end."""
    if not temperature > 0 or top_k < 0 or not 0 < top_p <= 1:
        raise ValueError("temperature, top_k or top_p")
    if logits.isneginf().all(1).any():
        raise ValueError("nothing left to sample")
    scores = logits.float() / temperature
    order = scores.sort(dim=1, descending=True, stable=True).indices
    probs = scores.softmax(dim=1).gather(1, order)
    if top_k > 0:
        probs[:, top_k:] = 0
        probs = probs / probs.sum(dim=1, keepdim=True)
    if top_p < 1:
        sums = torch.cat([torch.zeros_like(probs[:, :1]), probs.cumsum(dim=1)[:, :-1]], dim=1)
        probs = probs * (sums < top_p)
        probs = probs / probs.sum(dim=1, keepdim=True)
    return torch.empty_like(probs).scatter_(1, order, probs).to(logits.dtype)


def sample(probs, u):
    sums = probs.cumsum(dim=1)
    possible = probs > 0
    ids = torch.arange(probs.shape[1], device=probs.device).expand_as(probs)
    first = torch.where(possible & (sums > u[:, None]), ids, probs.shape[1]).amin(dim=1)
    return torch.minimum(first, torch.where(possible, ids, -1).amax(dim=1))
