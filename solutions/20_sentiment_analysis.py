"""Sentiment from one logit: the head, its loss, and prediction. Devlin et al. 2019, §4.1."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class SentimentHead(nn.Module):
    """A sentence vector -> one logit, the log-odds of a positive text."""

    def __init__(self, hidden: int, dropout: float = 0.1):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(hidden, 1)

    def forward(self, pooled: Tensor) -> Tensor:
        return self.score(self.dropout(pooled)).squeeze(-1)  # (B, D) -> (B, 1) -> (B,)

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Mean binary cross-entropy; `labels` (B,) is 1 for a positive text, 0 for a negative."""
        if logits.shape != labels.shape:
            shapes = f"{tuple(logits.shape)} and {tuple(labels.shape)}"
            raise ValueError(f"logits and labels must have the same shape, got {shapes}")
        # The probability of the right answer is σ(z) if that is positive and 1 - σ(z) = σ(-z) if
        # not. Its logarithm is taken of the logit: σ itself rounds to 0 or 1 when z is large.
        signs = 2 * labels - 1  # (B,), 1 or -1
        return -F.logsigmoid(signs * logits).mean()


@torch.no_grad()
def predict(
    model: nn.Module, batches: Iterable[Tensor], threshold: float = 0.5
) -> tuple[Tensor, Tensor]:
    """Labels and probabilities (N,) of all texts, in order; `model(batch)` gives logits (B,)."""
    if not 0.0 < threshold < 1.0:
        raise ValueError(f"threshold ({threshold}) must lie between 0 and 1")
    # Each part remembers its own mode: a frozen encoder may be in evaluation mode during training.
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    try:
        outputs = [model(batch) for batch in batches]
    finally:
        for part, training in modes:
            part.training = training
    logits = torch.cat(outputs) if outputs else torch.zeros(0)  # (N,)
    probabilities = logits.sigmoid()
    return (probabilities >= threshold).long(), probabilities
