import math

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """One head after the other, each with its own draw of dropout."""

    def __init__(self, d_model: int, num_heads: int, dropout: float = 0.0, bias: bool = True):
        super().__init__()
        width, rest = divmod(d_model, num_heads)
        if rest:
            raise ValueError(f"{num_heads} heads do not divide {d_model} features")
        self.slices = [slice(start, start + width) for start in range(0, d_model, width)]
        self.scale = math.sqrt(width)
        self.drop = nn.Dropout(dropout)
        for name in ("w_q", "w_k", "w_v", "w_o"):
            setattr(self, name, nn.Linear(d_model, d_model, bias=bias))

    def forward(self, query, key, value, mask=None, need_weights=False):
        queries, keys, values = self.w_q(query), self.w_k(key), self.w_v(value)
        if mask is None:
            mask = torch.ones(1, 1, key.shape[1], dtype=torch.bool, device=key.device)
        elif mask.dim() == 2:
            mask = mask[:, None, :]
        outputs, weights = [], []
        for part in self.slices:
            scores = torch.bmm(queries[..., part], keys[..., part].mT) / self.scale
            head = torch.softmax(torch.where(mask, scores, -1e30), dim=2)
            head = self.drop(torch.where(mask, head, 0.0))
            outputs.append(torch.bmm(head, values[..., part]))
            weights.append(head)
        output = self.w_o(torch.cat(outputs, dim=2))
        return output, torch.stack(weights, dim=1) if need_weights else None
