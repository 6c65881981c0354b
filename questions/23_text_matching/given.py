"""What the cases of question 23 hand to your code: very small encoders with one attention layer."""

import math

import torch
from torch import nn


class PairEncoder(nn.Module):
    """`encoder(input_ids, attention_mask, token_type_ids)` -> `(last_hidden, pooled)`.

    input_ids (B, T); attention_mask (B, T), boolean, True for a real token, all True if left out;
    token_type_ids (B, T), 0 or 1, all 0 if left out; last_hidden (B, T, D), pooled (B, D).
    """

    def __init__(self, vocab, hidden, max_positions=12):
        super().__init__()
        self.word_embed = nn.Embedding(vocab, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(2, hidden)
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)
        self.pooler = nn.Linear(hidden, hidden)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        if token_type_ids is None:
            token_type_ids = torch.zeros_like(input_ids)
        x = self.word_embed(input_ids) + self.position_embed.weight[: input_ids.size(1)]
        x = x + self.segment_embed(token_type_ids.long())
        scores = self.query(x) @ self.key(x).mT / math.sqrt(x.size(-1))  # (B, T, T)
        hidden_keys = ~attention_mask.bool()[:, None, :]
        scores = scores.masked_fill(hidden_keys, torch.finfo(scores.dtype).min)
        last_hidden = torch.tanh(x + scores.softmax(dim=-1) @ self.value(x))  # (B, T, D)
        pooled = torch.tanh(self.pooler(self.summary(last_hidden, attention_mask.bool())))
        return last_hidden, pooled

    def summary(self, last_hidden, real):
        return last_hidden[:, 0]  # (B, D), the state of [CLS]


class MeanEncoder(PairEncoder):
    """The same, but `pooled` is from the mean of the states of all real tokens."""

    def summary(self, last_hidden, real):
        real = real[:, :, None]
        return (last_hidden * real).sum(dim=1) / real.sum(dim=1)
