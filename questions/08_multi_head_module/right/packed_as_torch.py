import torch
from torch import nn
from torch.nn import functional as F


class MultiHeadAttention(nn.Module):
    """The parameters of `nn.MultiheadAttention`, which has query, key and value in one matrix."""

    def __init__(self, d_model, num_heads, dropout=0.0, bias=True):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"{num_heads} heads do not divide {d_model}")
        self.num_heads, self.p = num_heads, dropout
        self.in_proj_weight = nn.Parameter(torch.empty(3 * d_model, d_model))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model)) if bias else None
        self.out_proj = nn.Linear(d_model, d_model, bias=bias)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, query, key, value, mask=None, need_weights=False):
        matrices = self.in_proj_weight.chunk(3)
        biases = (None, None, None) if self.in_proj_bias is None else self.in_proj_bias.chunk(3)
        q, k, v = (
            F.linear(source, matrix, bias).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
            for source, matrix, bias in zip((query, key, value), matrices, biases, strict=True)
        )
        scores = q @ k.mT * q.size(-1) ** -0.5
        if mask is None:
            weights = scores.softmax(-1)
        else:
            allowed = mask[:, None, None] if mask.dim() == 2 else mask[:, None]
            weights = torch.where(allowed, scores, -1e30).softmax(-1) * allowed
        weights = F.dropout(weights, self.p, self.training)
        output = self.out_proj((weights @ v).transpose(1, 2).flatten(2))
        return output, weights if need_weights else None
