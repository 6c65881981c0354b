# interview: online-softmax
"""Write the three functions. `interview show 38` has the task, `interview grade 38` grades this file."""

import torch
from torch import Tensor


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    # q (B, H, T, d), k and v (B, H, S, d), mask (T, S) or (B, 1, T, S) -> out (B, H, T, d), lse (B, H, T)
    raise NotImplementedError


def merge(outs: list[Tensor], lses: list[Tensor]) -> tuple[Tensor, Tensor]:
    # N of (B, H, T, d), N of (B, H, T) -> (B, H, T, d), (B, H, T)
    raise NotImplementedError


def attention_backward(
    dout: Tensor, q: Tensor, k: Tensor, v: Tensor, out: Tensor, lse: Tensor, mask: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    # dout and out like q, lse (B, H, T) -> the gradients of q, k and v, in their shapes
    raise NotImplementedError
