# interview: chunked-cross-entropy
"""Write the function. `interview show 44` has the task, `interview grade 44` grades this file."""

from collections.abc import Callable

import torch
from torch import Tensor


def lm_loss(
    hidden: Tensor, head: Callable[[Tensor], Tensor], labels: Tensor, chunk: int, z: float = 0.0
) -> tuple[Tensor, Tensor, Tensor]:
    # hidden (B, T, D), head.weight (V, D), labels (B, T) -> loss (), d_hidden (B, T, D), d_weight (V, D)
    # head(rows): (n, D) -> logits (n, V), for at most `chunk` rows, and only under torch.no_grad()
    raise NotImplementedError
