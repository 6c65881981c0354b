import math

import torch
from torch import nn


class SentimentHead(nn.Module):
    def __init__(self, hidden: int, dropout: float = 0.1):
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.score = nn.Linear(hidden, 1)

    def forward(self, pooled):
        x = self.drop(pooled)
        return x @ self.score.weight[0] + self.score.bias

    def loss(self, logits, labels):
        if tuple(logits.shape) != tuple(labels.shape):
            raise ValueError(f"shapes differ: {tuple(logits.shape)}, {tuple(labels.shape)}")
        y = labels.to(logits.dtype)
        largest = torch.relu(logits)
        terms = largest - logits * y + torch.log1p(torch.exp(-logits.abs()))
        return terms.sum() / len(terms)


def predict(model, batches, threshold=0.5):
    if not (0 < threshold < 1):
        raise ValueError(f"got {threshold}, expected a number between 0 and 1")
    modules = list(model.modules())
    before = [m.training for m in modules]
    for m in modules:
        m.training = False
    logits = [z.detach() for z in map(model, batches)]
    for m, mode in zip(modules, before, strict=True):
        m.training = mode
    if not logits:
        return torch.empty(0, dtype=torch.int64), torch.empty(0)
    z = torch.cat(logits)
    boundary = math.log(threshold) - math.log1p(-threshold)
    return torch.where(z >= boundary, 1, 0), 1 / (1 + torch.exp(-z))
