# interview: sequence-classification
"""Write SequenceClassifier. `interview show 15` has the task, `interview grade 15` grades this file."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SequenceClassifier(nn.Module):
    def __init__(
        self,
        encoder: nn.Module,
        hidden: int,
        num_labels: int,
        problem_type: str,
        dropout: float = 0.1,
    ):
        super().__init__()
        # The modules with parameters are named encoder and classifier.
        raise NotImplementedError

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        token_type_ids: Tensor | None = None,
        labels: Tensor | None = None,
    ) -> tuple[Tensor | None, Tensor]:
        # input_ids, attention_mask, token_type_ids (B, T), labels (B,) or (B, C)
        # -> loss (a scalar, or None without labels), logits (B, C)
        raise NotImplementedError
