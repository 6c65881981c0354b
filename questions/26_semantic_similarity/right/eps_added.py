import torch


def mean_pool(hidden, mask):
    weights = mask.unsqueeze(-1).expand(hidden.size()).float()
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)


def similarity_matrix(a, b):
    """1e-8 is added to the product of the lengths."""
    lengths = a.norm(dim=1)[:, None] * b.norm(dim=1)[None, :]
    return (a @ b.t() / (lengths + 1e-8)).clamp(-1, 1)


def in_batch_loss(a, b, temperature):
    if not temperature > 0:
        raise ValueError("temperature")
    if not b.shape[0] >= a.shape[0]:
        raise ValueError("candidates")
    log_probs = torch.log_softmax(similarity_matrix(a, b) / temperature, dim=-1)
    return -sum(log_probs[i, i] for i in range(len(a))) / len(a)
