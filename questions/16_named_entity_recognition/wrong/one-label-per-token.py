import torch
from torch import Tensor

IGNORED = -100


def align_sentence(word_ids: list[int | None], word_labels: list[int]) -> list[int]:
    """[CLS], then one label after the other, cut and padded to the length of the row."""
    known = [word for word in word_ids if word is not None]
    if known and max(known) >= len(word_labels):
        raise ValueError(f"a token of word {max(known)}, but only {len(word_labels)} word labels")
    labels = [IGNORED, *word_labels[: len(word_ids) - 2], IGNORED]
    return labels + [IGNORED] * (len(word_ids) - len(labels))


def align_labels(word_ids: list[list[int | None]], word_labels: list[list[int]]) -> Tensor:
    if len(word_ids) != len(word_labels):
        raise ValueError(f"{len(word_ids)} rows of word ids, {len(word_labels)} of word labels")
    rows = [align_sentence(*sentence) for sentence in zip(word_ids, word_labels, strict=True)]
    return torch.tensor(rows, dtype=torch.long)


def token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    log_probs = logits.log_softmax(dim=-1)  # (B, T, C)
    labelled = labels != IGNORED  # (B, T)
    targets = labels.masked_fill(~labelled, 0)  # (B, T)
    losses = -log_probs.gather(-1, targets[..., None]).squeeze(-1)  # (B, T)
    total = losses.masked_fill(~labelled, 0.0).sum()
    return total / labelled.sum().clamp(min=1)
