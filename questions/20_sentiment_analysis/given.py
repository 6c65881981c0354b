"""What the cases of `predict` are called with: a small model, and ways of handing over batches."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn


class TinyModel(nn.Module):
    """Token ids (B, T) -> one logit per text (B,). Both halves have dropout."""

    def __init__(self, vocab: int, hidden: int, dropout: float = 0.5) -> None:
        super().__init__()
        self.words = nn.Sequential(nn.Embedding(vocab, hidden), nn.Dropout(dropout))
        self.layer = nn.Sequential(nn.Linear(hidden, hidden), nn.Tanh(), nn.Dropout(dropout))
        self.direction = nn.Parameter(torch.zeros(hidden))

    def forward(self, ids: Tensor) -> Tensor:
        return self.layer(self.words(ids)).mean(dim=1) @ self.direction


def stream(batches: list[Tensor]) -> Iterator[Tensor]:
    """The batches one after another, once."""
    yield from batches


def after_freezing(model: TinyModel, batches: list[Tensor]) -> list[Tensor]:
    """The batches; the model's words have been put in evaluation mode, as one does with a frozen part."""
    model.words.eval()
    return batches


def after_mixing(model: TinyModel, batches: list[Tensor]) -> list[Tensor]:
    """The batches; every second part of the model has changed its mode, at whatever depth it lies."""
    for part in list(model.modules())[1::2]:
        part.training = not part.training
    return batches
