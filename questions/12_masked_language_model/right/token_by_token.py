import math

import torch
from torch import nn


def mask_tokens(input_ids, maskable, select_draws, action_draws, random_ids, mask_id):
    corrupted = input_ids.clone()
    labels = torch.full_like(input_ids, -100)
    B, T = input_ids.shape
    for b in range(B):
        for t in range(T):
            if not maskable[b, t] or select_draws[b, t] >= 0.15:
                continue
            labels[b, t] = input_ids[b, t]
            if action_draws[b, t] < 0.8:
                corrupted[b, t] = mask_id
            elif action_draws[b, t] < 0.9:
                corrupted[b, t] = random_ids[b, t]
    return corrupted, labels


class MLMHead(nn.Module):
    """GELU, LayerNorm and the loss from their formulas, one labelled position after another."""

    def __init__(self, hidden, embedding):
        super().__init__()
        if embedding.embedding_dim != hidden:
            raise ValueError(f"{embedding.embedding_dim} is not {hidden}")
        self.decoder = nn.Linear(hidden, embedding.num_embeddings)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dense = nn.Linear(hidden, hidden)
        self.embedding = embedding
        self.decoder.weight = self.embedding.weight

    def forward(self, hidden_states, labels=None):
        x = hidden_states @ self.dense.weight.T + self.dense.bias
        x = 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))
        centred = x - x.mean(dim=-1, keepdim=True)
        variance = centred.pow(2).mean(dim=-1, keepdim=True)
        x = centred / torch.sqrt(variance + 1e-12) * self.norm.weight + self.norm.bias
        logits = x @ self.embedding.weight.T + self.decoder.bias
        if labels is None:
            return None, logits
        losses = []
        for b, t in (labels != -100).nonzero().tolist():
            scores = logits[b, t]
            losses.append(torch.logsumexp(scores, 0) - scores[labels[b, t]])
        if not losses:
            return 0.0 * logits.sum(), logits
        return torch.stack(losses).mean(), logits
