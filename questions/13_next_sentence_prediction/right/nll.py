from itertools import chain, repeat

import torch
from torch import nn


def build_nsp_pair(a, b, cls_id, sep_id):
    if min(len(a), len(b)) == 0:
        raise ValueError("both sentences must have at least one token")
    ids = list(chain((cls_id,), a, (sep_id,), b, (sep_id,)))
    segments = list(chain(repeat(0, len(a) + 2), repeat(1, len(b) + 1)))
    return ids, segments


class NSPHead(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.pooler = nn.Linear(hidden, hidden)
        self.act = nn.Tanh()
        self.classifier = nn.Linear(hidden, 2)
        self.criterion = nn.NLLLoss()

    def forward(self, hidden_states, is_next=None):
        logits = self.classifier(self.act(self.pooler(hidden_states[:, 0, :])))
        if is_next is None:
            return None, logits
        target = torch.where(is_next, 0, 1)
        return self.criterion(logits.log_softmax(-1), target), logits
