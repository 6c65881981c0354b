import torch


def next_token_distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    """Works on probabilities: what falls out is set to zero, then each row is divided by its sum."""
    if temperature <= 0:
        raise ValueError("temperature must be above zero")
    if top_k < 0:
        raise ValueError("top_k must be zero or more")
    if top_p <= 0 or top_p > 1:
        raise ValueError("top_p must be in (0, 1]")
    V = logits.size(-1)
    largest = logits.max(dim=-1, keepdim=True).values
    if (largest == float("-inf")).any():
        raise ValueError("a row without tokens")
    probs = ((logits - largest) / temperature).exp()
    probs = probs / probs.sum(-1, keepdim=True)

    # How many tokens come before each one: those that are likelier, or as likely with a lower id.
    ids = torch.arange(V, device=logits.device)
    mine, other = logits[:, :, None], logits[:, None, :]
    ahead = (other > mine) | ((other == mine) & (ids[None, :] < ids[:, None]))  # (B, V, V)
    if top_k:
        probs = torch.where(ahead.sum(-1) < top_k, probs, 0.0)
        probs = probs / probs.sum(-1, keepdim=True)
    if top_p < 1:
        mass = torch.einsum("bij,bj->bi", ahead.to(probs.dtype), probs)
        probs = torch.where(mass < top_p, probs, 0.0)
        probs = probs / probs.sum(-1, keepdim=True)
    return probs


def sample(probs, u):
    total = probs.cumsum(dim=-1)
    # Dividing by the last entry makes it exactly 1, so that some entry always exceeds u.
    exceeded = total / total[:, -1:] > u[:, None]
    return exceeded.int().argmax(dim=-1)
