# interview: sliding-window-attention
"""Write the two functions. `interview show 37` has the task, `interview grade 37` grades this file."""

import torch
from torch import Tensor


def window_mask(T: int, S: int, window: int, num_sinks: int = 0) -> Tensor:
    # -> (T, S), boolean, True = may attend
    raise NotImplementedError


def sink_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, sinks: Tensor) -> Tensor:
    # q (B, H, T, d), k and v (B, H, S, d), mask (T, S) or (B, 1, T, S), sinks (H) -> (B, H, T, d)
    raise NotImplementedError
