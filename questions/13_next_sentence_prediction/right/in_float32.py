from itertools import chain
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Pair(NamedTuple):
    ids: list
    token_type_ids: list


class Output(NamedTuple):
    loss: Tensor | None
    logits: Tensor


def build_nsp_pair(a, b, cls_id, sep_id):
    """The result has names."""
    if min(len(a), len(b)) < 1:
        raise ValueError("an empty sentence")
    ids = list(chain((cls_id,), a, (sep_id,), b, (sep_id,)))
    first = 2 + len(a)
    return Pair(ids, [0] * first + [1] * (len(ids) - first))


class NSPHead(nn.Module):
    """Takes tanh and the loss in float32 and casts back, as mixed-precision code does."""

    def __init__(self, hidden):
        super().__init__()
        self.pooler = nn.Linear(hidden, hidden)
        self.classifier = nn.Linear(hidden, 2)

    def forward(self, hidden_states, is_next=None):
        pooled = self.pooler(hidden_states[:, 0]).float().tanh().type_as(hidden_states)
        logits = self.classifier(pooled)
        if is_next is None:
            return Output(None, logits)
        loss = F.cross_entropy(logits.float(), 1 - is_next.long())
        return Output(loss.type_as(logits), logits)
