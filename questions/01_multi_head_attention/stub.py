# interview: multi-head-attention
"""Write multi_head_attention. `interview show 1` has the task, `interview grade 1` grades it."""

import torch
from torch import Tensor


def multi_head_attention(
    query: Tensor, key: Tensor, value: Tensor, num_heads: int, mask: Tensor | None = None
) -> Tensor:
    # query (B, T, D), key and value (B, S, D) -> (B, T, D)
    # mask is boolean, True for may attend; it broadcasts to (B, T, S), all heads share it
    raise NotImplementedError
