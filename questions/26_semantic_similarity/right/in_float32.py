import torch
import torch.nn.functional as F


def mean_pool(hidden, mask):
    real = mask[..., None].float()
    return ((hidden.float() * real).sum(-2) / real.sum(-2).clamp(min=1)).to(hidden.dtype)


def cosines(a, b):
    return F.normalize(a.float(), dim=-1) @ F.normalize(b.float(), dim=-1).mT


def similarity_matrix(a, b):
    return cosines(a, b).to(a.dtype)


def in_batch_loss(a, b, temperature):
    if temperature <= 0 or b.size(0) < a.size(0):
        raise ValueError(f"{temperature}, {tuple(a.shape)}, {tuple(b.shape)}")
    own = torch.arange(a.size(0), device=a.device)
    return F.cross_entropy(cosines(a, b) / temperature, own).to(a.dtype)
