# interview: linear-attention
"""Write the two functions. `interview show 40` has the task, `interview grade 40` grades this file."""

import torch
from torch import Tensor


def recurrent(
    q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, state: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    # q and k (B, H, T, dk), v (B, H, T, dv), log_decay (B, H, T), state (B, H, dk, dv)
    # -> (B, H, T, dv) and the last state
    raise NotImplementedError


def chunked(
    q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, chunk: int, state: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    # the same tensors; chunk: how many tokens are computed at once -> the same results
    raise NotImplementedError
