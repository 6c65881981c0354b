"""What the cases of question 15 hand to your code: a very small encoder with BERT's inputs and outputs.

Two cases also set hooks of your module, which put its logits far apart.
"""

from collections.abc import Callable

import torch
from torch import nn


class TinyEncoder(nn.Module):
    """`encoder(input_ids, attention_mask, token_type_ids)` -> `(last_hidden, pooled)`.

    input_ids (B, T); attention_mask (B, T), boolean, True for a real token, optional;
    token_type_ids (B, T), 0 or 1, optional; last_hidden (B, T, D), pooled (B, D).
    """

    def __init__(self, vocab, hidden, max_positions=8, dropout=0.0):
        super().__init__()
        self.word_embed = nn.Embedding(vocab, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(2, hidden)
        self.own = nn.Linear(hidden, hidden)
        self.context = nn.Linear(hidden, hidden)
        self.pooler = nn.Linear(hidden, hidden)
        self.dropout = nn.Dropout(dropout)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        if token_type_ids is None:
            token_type_ids = torch.zeros_like(input_ids)
        x = self.word_embed(input_ids) + self.position_embed.weight[: input_ids.size(1)]
        x = self.dropout(x + self.segment_embed(token_type_ids.long()))
        real = attention_mask[:, :, None].to(x.dtype)
        mean = (x * real).sum(1, keepdim=True) / real.sum(1, keepdim=True).clamp(min=1)
        last_hidden = torch.tanh(self.own(x) + self.context(mean))  # (B, T, D)
        pooled = torch.tanh(self.pooler(last_hidden[:, 0]))  # (B, D), from the state of [CLS]
        return last_hidden, pooled


def hooks_that_bias(values: list[float]) -> dict[int, Callable[[nn.Module, tuple], None]]:
    """Hooks that run before each call of a module: they set its parameter with so many elements to these values."""

    def fill(module: nn.Module, arguments: tuple) -> None:
        with torch.no_grad():
            for parameter in module.parameters():
                if parameter.shape == (len(values),):
                    parameter.copy_(torch.tensor(values))

    return {0: fill}
