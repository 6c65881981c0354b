import torch
from torch import nn


def mean_pool(hidden, mask):
    """Weights that sum to 1 over the real tokens, or to 0 where there is none."""
    real = mask.type_as(hidden)
    count = real.sum(1, keepdim=True)
    weights = torch.where(count > 0, real / count.clamp_min(1e-9), 0.0)
    return torch.einsum("bt,btd->bd", weights, hidden)


def similarity_matrix(a, b):
    products = torch.einsum("nd,md->nm", a, b)
    lengths = torch.linalg.vector_norm(a, dim=1)[:, None] * torch.linalg.vector_norm(b, dim=1)
    return products / lengths.clamp_min(1e-12)


def in_batch_loss(a, b, temperature):
    n, m = a.size(0), b.size(0)
    if m < n:
        raise ValueError(f"M={m} is smaller than N={n}")
    if temperature <= 0:
        raise ValueError(f"temperature={temperature} is not positive")
    log_probs = nn.LogSoftmax(dim=1)(similarity_matrix(a, b).div(temperature))
    return -log_probs.diagonal().mean()
