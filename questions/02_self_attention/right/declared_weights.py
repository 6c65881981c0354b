import torch
from torch import nn

# weights: packed = w_v + w_q + w_k  # in the order in which they are used last


class SelfAttention(nn.Module):
    """V, Q and K in one matrix, in an order that only a comment can tell."""

    def __init__(self, d_model):
        super().__init__()
        self.packed = nn.Parameter(torch.empty(3 * d_model, d_model))
        self.shift = nn.Parameter(torch.zeros(3 * d_model))  # weights: shift = w_v + w_q + w_k
        self.last = nn.Linear(d_model, d_model)
        nn.init.xavier_uniform_(self.packed)

    def forward(self, x, mask=None):
        v, q, k = (x @ self.packed.T + self.shift).split(x.shape[-1], dim=-1)
        scores = q @ k.mT * x.shape[-1] ** -0.5
        if mask is None:
            weights = scores.softmax(-1)
        else:
            weights = torch.where(mask, scores, -1e30).softmax(-1) * mask
        return self.last(weights @ v), weights
