import torch
from torch import nn
from torch.nn import functional as F


class SelfAttention(nn.Module):
    """Takes one query at a time and looks only at the keys it may see."""

    def __init__(self, d_model):
        super().__init__()
        for name in "qkvo":
            self.add_module(f"w_{name}", nn.Linear(d_model, d_model))

    def forward(self, x, mask=None):
        batch, length, width = x.shape
        if mask is None:
            mask = x.new_ones(length, length, dtype=torch.bool)
        if mask.dim() == 2:
            mask = mask.repeat(batch, 1, 1)
        queries, keys, values = self.w_q(x), self.w_k(x), self.w_v(x)
        rows = []
        for b in range(batch):
            for i in range(length):
                visible = mask[b, i].nonzero().squeeze(1)
                scores = keys[b, visible].matmul(queries[b, i]) / width**0.5
                row = x.new_zeros(length)
                rows.append(row.index_put((visible,), F.softmax(scores, dim=0)))
        weights = torch.stack(rows).reshape(batch, length, length)
        return self.w_o(torch.bmm(weights, values)), weights
