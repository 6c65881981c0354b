"""A language model's loss and gradients in chunks of tokens. Wijmans et al. 2024; Chowdhery et al. 2022, §5."""

from collections.abc import Callable

import torch
from torch import Tensor

IGNORED = -100  # the label that stands where there is nothing to predict, as in torch


@torch.no_grad()
def lm_loss(
    hidden: Tensor, head: Callable[[Tensor], Tensor], labels: Tensor, chunk: int, z: float = 0.0
) -> tuple[Tensor, Tensor, Tensor]:
    """The mean of `lse - logit + z * lse²`, and its gradients, with the logits of `chunk` tokens at a time.

    `hidden` (B, T, D), `head.weight` (V, D), `labels` (B, T) -> (), (B, T, D), (V, D)
    """
    if labels.shape != hidden.shape[:2]:
        raise ValueError(f"labels must be {tuple(hidden.shape[:2])}, got {tuple(labels.shape)}")
    if chunk < 1:
        raise ValueError(f"chunk must be at least 1, got {chunk}")

    targets = labels[:, 1:]  # (B, T - 1), what the state before it predicts
    counted = targets != IGNORED
    rows, classes = hidden[:, :-1][counted], targets[counted]  # (N, D), (N)
    share = 1 / max(len(rows), 1)  # of all chunks: a mean of their means would be another

    loss = hidden.new_zeros(())
    d_rows, d_weight = torch.zeros_like(rows), torch.zeros_like(head.weight)
    for part in torch.arange(len(rows)).split(chunk):
        label = classes[part]  # (n,)
        logits = head(rows[part])  # (n, V), the only ones there are
        lse = logits.logsumexp(dim=-1, keepdim=True)  # (n, 1)
        losses = lse - logits.gather(-1, label[:, None]) + z * lse.square()
        loss += share * losses.sum()
        # The gradient of lse is the softmax, and that of lse² is 2·lse times as much.
        d_logits = (logits - lse).exp() * (1 + 2 * z * lse)
        d_logits[torch.arange(len(label)), label] -= 1
        d_logits *= share
        d_rows[part] = d_logits @ head.weight
        d_weight += d_logits.mT @ rows[part]

    d_hidden = torch.zeros_like(hidden)
    d_hidden[:, :-1][counted] = d_rows
    return loss, d_hidden, d_weight
