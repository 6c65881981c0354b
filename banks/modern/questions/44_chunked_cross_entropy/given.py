"""What the cases of question 44 hand to your code: the output layer of a language model."""

import torch
from torch import nn


class Head(nn.Module):
    """`head(rows)`: (..., D) -> logits (..., V). It refuses to make too many of them.

    weight (V, D); `used` is True from the first call on.
    """

    def __init__(self, vocab, width, chunk):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(vocab, width))
        self.chunk = chunk
        self.register_buffer("used", torch.tensor(False))

    def forward(self, rows):
        if rows.numel() > self.chunk * rows.size(-1):
            count = rows.numel() // rows.size(-1)
            raise RuntimeError(f"logits of {count} rows at once, at most {self.chunk} are allowed")
        if torch.is_grad_enabled():
            raise RuntimeError("a graph would keep the logits of all chunks: use torch.no_grad()")
        self.used.fill_(True)
        return rows @ self.weight.mT
