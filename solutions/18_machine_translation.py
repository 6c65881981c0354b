"""Decoder inputs and loss of a translation model. Vaswani et al. 2017, sections 3.1 and 5.4."""

import torch
from torch import Tensor

IGNORED = -100  # the label that stands where there is nothing to predict, as in torch


def shift_right(labels: Tensor, bos_id: int, pad_id: int) -> Tensor:
    """What the decoder reads while it learns to write `labels`: at each position the label before it."""
    bos = torch.full_like(labels[:, :1], bos_id)  # (B, 1)
    shifted = torch.cat([bos, labels[:, :-1]], dim=1)  # (B, T)
    return shifted.masked_fill(shifted == IGNORED, pad_id)


def seq2seq_loss(logits: Tensor, labels: Tensor, pad_id: int, smoothing: float = 0.0) -> Tensor:
    """Cross-entropy with smoothed labels (Szegedy et al. 2016, section 7), averaged over real tokens.

    The target distribution is `(1 - ε)·one_hot + ε/V`, so the loss at one position is
    `-(1 - ε)·log p(label) - ε·mean(log p)`, with the mean over all V classes.
    """
    if logits.shape[:2] != labels.shape:
        raise ValueError(
            f"logits are for (B, T) = {tuple(logits.shape[:2])}, labels are {tuple(labels.shape)}"
        )
    if not 0.0 <= smoothing <= 1.0:
        raise ValueError(f"smoothing must lie between 0 and 1, got {smoothing}")

    real = (labels != pad_id) & (labels != IGNORED)  # (B, T)
    log_probs = logits.log_softmax(dim=-1)  # (B, T, V)
    classes = labels.clamp(min=0)  # -100 is not a class; what is picked for it is dropped below
    of_label = log_probs.gather(-1, classes[..., None]).squeeze(-1)  # (B, T)
    of_all = log_probs.mean(dim=-1)  # (B, T)
    losses = -(1 - smoothing) * of_label - smoothing * of_all

    # At least 1, so that a batch with nothing to predict has the loss zero rather than 0/0.
    return losses.masked_fill(~real, 0.0).sum() / real.sum().clamp(min=1)
