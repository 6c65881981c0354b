"""Labels of words moved to word pieces, and the loss over the labelled ones. Devlin et al. 2019, section 5.3."""

import torch
from torch import Tensor

IGNORED = -100


def align_sentence(word_ids: list[int | None], word_labels: list[int]) -> list[int]:
    """One label per token: the first piece of a word carries the word's, all else is ignored."""
    labels = []
    previous = None
    for word in word_ids:
        if word is None or word == previous:
            label = IGNORED
        elif word < len(word_labels):
            label = word_labels[word]
        else:
            raise ValueError(f"a token of word {word}, but only {len(word_labels)} word labels")
        labels.append(label)
        previous = word
    return labels


def align_labels(word_ids: list[list[int | None]], word_labels: list[list[int]]) -> Tensor:
    """The labels of a batch of sentences, (B, T)."""
    if len(word_ids) != len(word_labels):
        raise ValueError(f"{len(word_ids)} rows of word ids, {len(word_labels)} of word labels")
    rows = list(map(align_sentence, word_ids, word_labels))
    return torch.tensor(rows, dtype=torch.long)


def token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy, averaged over the labelled tokens of the whole batch; 0 if there are none."""
    log_probs = logits.log_softmax(dim=-1)  # (B, T, C)
    labelled = labels != IGNORED  # (B, T)
    # -100 is no index: any class will do in its place, since these losses are set to zero.
    targets = labels.masked_fill(~labelled, 0)  # (B, T)
    losses = -log_probs.gather(-1, targets[..., None]).squeeze(-1)  # (B, T)
    total = losses.masked_fill(~labelled, 0.0).sum()
    return total / labelled.sum().clamp(min=1)
