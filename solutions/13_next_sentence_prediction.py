"""BERT's next sentence prediction: the input made of a pair, and its head. Devlin et al. 2019, §3.1."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def build_nsp_pair(
    a: list[int], b: list[int], cls_id: int, sep_id: int
) -> tuple[list[int], list[int]]:
    """`[CLS] a [SEP] b [SEP]` and the segment of each token (Figure 2)."""
    if not a or not b:
        raise ValueError(f"both sentences need tokens, they have {len(a)} and {len(b)}")
    first = [cls_id, *a, sep_id]
    second = [*b, sep_id]
    return first + second, [0] * len(first) + [1] * len(second)


class NSPHead(nn.Module):
    """Says from the vector of [CLS] whether the second sentence followed the first."""

    def __init__(self, hidden: int):
        super().__init__()
        self.pooler = nn.Linear(hidden, hidden)
        self.classifier = nn.Linear(hidden, 2)

    def forward(
        self, hidden_states: Tensor, is_next: Tensor | None = None
    ) -> tuple[Tensor | None, Tensor]:
        pooled = torch.tanh(self.pooler(hidden_states[:, 0]))  # (B, D)
        logits = self.classifier(pooled)  # (B, 2)
        if is_next is None:
            return None, logits
        labels = (~is_next).long()  # (B,): class 0 is "is next", class 1 "is not"
        return F.cross_entropy(logits, labels), logits
