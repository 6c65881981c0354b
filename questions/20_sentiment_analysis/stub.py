# interview: sentiment-analysis
"""Write SentimentHead and predict. `interview show 20` has the task, `interview grade 20` grades this file."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class SentimentHead(nn.Module):
    def __init__(self, hidden: int, dropout: float = 0.1):
        super().__init__()
        # One dropout, and one nn.Linear with bias named score.
        raise NotImplementedError

    def forward(self, pooled: Tensor) -> Tensor:
        # pooled (B, D) -> logits (B,)
        raise NotImplementedError

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        # logits (B,), labels (B,) with 1 for positive and 0 for negative -> scalar
        raise NotImplementedError


def predict(
    model: nn.Module, batches: Iterable[Tensor], threshold: float = 0.5
) -> tuple[Tensor, Tensor]:
    # model(batch) gives logits (B,) -> labels (N,) int64, probabilities (N,), N texts in all
    raise NotImplementedError
