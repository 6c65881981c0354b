import torch
import torch.nn.functional as F


def mean_pool(hidden, mask):
    hidden = hidden.masked_fill(mask.logical_not().unsqueeze(-1), 0)
    count = mask.sum(1, keepdim=True)
    return hidden.sum(1) / torch.maximum(count, torch.ones_like(count))


def unit(x):
    return x / (x.norm(dim=1, keepdim=True) + 1e-8)


def similarity_matrix(a, b):
    return torch.matmul(unit(a), unit(b).transpose(0, 1))


def in_batch_loss(a, b, temperature):
    if temperature <= 0 or len(b) < len(a):
        raise ValueError(f"temperature {temperature}, {len(a)} and {len(b)} rows")
    scores = similarity_matrix(a, b) / temperature
    one_hot = torch.eye(len(a), len(b), dtype=scores.dtype, device=scores.device)
    return F.cross_entropy(scores, one_hot)
