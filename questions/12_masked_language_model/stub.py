# interview: masked-language-model
"""Write mask_tokens and MLMHead. `interview show 12` has the task, `interview grade 12` grades it."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def mask_tokens(
    input_ids: Tensor,
    maskable: Tensor,
    select_draws: Tensor,
    action_draws: Tensor,
    random_ids: Tensor,
    mask_id: int,
) -> tuple[Tensor, Tensor]:
    # All tensors are (B, T): input_ids and random_ids whole numbers, maskable boolean,
    # select_draws and action_draws uniform in [0, 1)
    # -> corrupted (B, T), labels (B, T), both whole numbers
    raise NotImplementedError


class MLMHead(nn.Module):
    def __init__(self, hidden: int, embedding: nn.Embedding):
        super().__init__()
        # dense: nn.Linear, norm: nn.LayerNorm, decoder: nn.Linear
        raise NotImplementedError

    def forward(
        self, hidden_states: Tensor, labels: Tensor | None = None
    ) -> tuple[Tensor | None, Tensor]:
        # hidden_states (B, T, D), labels (B, T) -> loss () or None, logits (B, T, V)
        raise NotImplementedError
