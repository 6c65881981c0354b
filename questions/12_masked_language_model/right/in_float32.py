from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Masked(NamedTuple):
    corrupted: Tensor
    labels: Tensor


def mask_tokens(input_ids, maskable, select_draws, action_draws, random_ids, mask_id):
    """Nested choices; the result has names."""
    shown = torch.where(action_draws < 0.9, random_ids, input_ids).masked_fill(action_draws < 0.8, mask_id)
    kept = ~maskable | (select_draws >= 0.15)
    return Masked(torch.where(kept, input_ids, shown), input_ids.masked_fill(kept, -100))


class MLMHead(nn.Module):
    """Takes GELU, LayerNorm and the loss in float32 and casts back, as mixed-precision code does."""

    def __init__(self, hidden, embedding):
        super().__init__()
        if hidden != embedding.weight.size(-1):
            raise ValueError("the embedding has another width")
        self.dense = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.decoder = nn.Linear(hidden, len(embedding.weight))
        self.decoder.weight = embedding.weight

    def forward(self, hidden_states, labels=None):
        x = F.gelu(self.dense(hidden_states).float())
        x = F.layer_norm(x, x.shape[-1:], self.norm.weight.float(), self.norm.bias.float(), 1e-12)
        logits = self.decoder(x.to(hidden_states.dtype))
        if labels is None:
            return None, logits
        total = F.cross_entropy(logits.flatten(0, 1).float(), labels.flatten().long(), reduction="sum")
        return (total / max(int((labels != -100).sum()), 1)).to(logits.dtype), logits
