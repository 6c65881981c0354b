import torch
import torch.nn as nn


def mask_tokens(input_ids, maskable, select_draws, action_draws, random_ids, mask_id):
    """Works on the list of chosen places; labels and ids are written there alone."""
    corrupted, labels = input_ids.clone(), torch.zeros_like(input_ids) - 100
    rows, columns = torch.nonzero(maskable * (select_draws < 0.15), as_tuple=True)
    originals, actions = input_ids[rows, columns], action_draws[rows, columns]
    labels[rows, columns] = originals
    new = random_ids[rows, columns]
    new[actions < 0.8] = mask_id
    stays = actions >= 0.9
    new[stays] = originals[stays]
    corrupted[rows, columns] = new
    return corrupted, labels


class MLMHead(nn.Module):
    """Selects the labelled positions first, as the original code does to save memory."""

    def __init__(self, hidden, embedding):
        super().__init__()
        vocab, width = embedding.weight.shape
        if width != hidden:
            raise ValueError(f"hidden is {hidden} but the embedding is {width} wide")
        self.dense = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.decoder = nn.Linear(width, vocab)
        self.decoder.weight = embedding.weight

    def forward(self, hidden_states, labels=None):
        logits = self.decoder(self.norm(nn.functional.gelu(self.dense(hidden_states))))
        if labels is None:
            return None, logits
        keep = labels != -100
        log_probs = torch.log_softmax(logits[keep], dim=-1)
        picked = log_probs[torch.arange(len(log_probs)), labels[keep]]
        return -picked.sum() / max(len(picked), 1), logits
