import torch
import torch.nn.functional as F
from torch import nn


def mask_tokens(input_ids, maskable, select_draws, action_draws, random_ids, mask_id):
    """Looks the replacement up by the number of the action: 0 mask, 1 random, 2 keep."""
    edges = action_draws.new_tensor([0.8, 0.9])
    action = torch.bucketize(action_draws, edges, right=True)
    options = torch.stack([torch.full_like(input_ids, mask_id), random_ids, input_ids], dim=-1)
    replaced = options.gather(-1, action.unsqueeze(-1)).squeeze(-1)
    ask = torch.logical_and(maskable, select_draws.lt(0.15))
    return torch.where(ask, replaced, input_ids), torch.where(ask, input_ids, -100)


class Decoder(nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.weight = weight
        self.bias = nn.Parameter(torch.zeros(weight.size(0)))

    def forward(self, x):
        return torch.einsum("btd,vd->btv", x, self.weight) + self.bias


class MLMHead(nn.Module):
    def __init__(self, hidden, embedding):
        if embedding.weight.size(1) != hidden:
            raise ValueError(f"expected {hidden} columns, got {embedding.weight.size(1)}")
        super().__init__()
        self.dense, self.act = nn.Linear(hidden, hidden), nn.GELU()
        self.norm = nn.LayerNorm(hidden, 1e-12)
        self.decoder = Decoder(embedding.weight)

    def forward(self, hidden_states, labels=None):
        logits = self.decoder(self.norm(self.act(self.dense(hidden_states))))
        if labels is None:
            return None, logits
        if (labels == -100).all():
            return 0.0 * logits.sum(), logits
        return F.cross_entropy(logits.transpose(1, 2), labels.long()), logits
