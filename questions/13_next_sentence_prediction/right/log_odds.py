import torch
from torch import nn


def build_nsp_pair(a, b, cls_id, sep_id):
    """A token is in segment 1 if it stands behind the first separator."""
    if len(a) * len(b) == 0:
        raise ValueError(f"an empty sentence: {len(a)} and {len(b)} tokens")
    ids = [cls_id] + a + [sep_id] + b + [sep_id]
    boundary = len(a) + 1
    return ids, [int(i > boundary) for i in range(len(ids))]


class NSPHead(nn.Module):
    """With two classes the cross-entropy is softplus of the difference of the logits."""

    def __init__(self, hidden):
        super().__init__()
        self.classifier = nn.Linear(hidden, 2)
        self.pooler = nn.Linear(hidden, hidden)

    def forward(self, hidden_states, is_next=None):
        cls = hidden_states.select(1, 0)
        logits = self.classifier(self.pooler(cls).tanh())
        if is_next is None:
            return None, logits
        against = logits[:, 1] - logits[:, 0]
        against = torch.where(is_next, against, -against)
        return torch.nn.functional.softplus(against).mean(), logits
