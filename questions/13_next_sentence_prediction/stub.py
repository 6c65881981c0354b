# interview: next-sentence-prediction
"""Write build_nsp_pair and NSPHead. `interview show 13` has the task, `interview grade 13` grades it."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def build_nsp_pair(
    a: list[int], b: list[int], cls_id: int, sep_id: int
) -> tuple[list[int], list[int]]:
    # a, b: the token ids of two sentences, without special tokens
    # -> ids, token_type_ids: two lists of the same length
    raise NotImplementedError


class NSPHead(nn.Module):
    def __init__(self, hidden: int):
        super().__init__()
        # pooler, classifier: nn.Linear
        raise NotImplementedError

    def forward(
        self, hidden_states: Tensor, is_next: Tensor | None = None
    ) -> tuple[Tensor | None, Tensor]:
        # hidden_states (B, T, D), is_next (B,) boolean -> loss () or None, logits (B, 2)
        raise NotImplementedError
