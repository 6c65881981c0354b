import torch
from torch import Tensor

IGNORED = -100


def align_labels(word_ids: list[list[int | None]], word_labels: list[list[int]]) -> Tensor:
    if len(word_ids) != len(word_labels):
        raise ValueError(f"{len(word_ids)} rows of word ids, {len(word_labels)} of word labels")
    rows = []
    seen = set()
    for words, labels in zip(word_ids, word_labels, strict=True):
        row = []
        for word in words:
            if word is None or word in seen:
                row.append(IGNORED)
                continue
            if word >= len(labels):
                raise ValueError(f"a token of word {word}, but only {len(labels)} word labels")
            seen.add(word)
            row.append(labels[word])
        rows.append(row)
    return torch.tensor(rows, dtype=torch.long)


def token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    log_probs = logits.log_softmax(dim=-1)  # (B, T, C)
    labelled = labels != IGNORED  # (B, T)
    targets = labels.masked_fill(~labelled, 0)  # (B, T)
    losses = -log_probs.gather(-1, targets[..., None]).squeeze(-1)  # (B, T)
    total = losses.masked_fill(~labelled, 0.0).sum()
    return total / labelled.sum().clamp(min=1)
