# interview: multi-head-attention
"""Write multi_head_attention. `interview show 1` has the task, `interview grade 1` grades this file."""

import torch
from torch import Tensor


def multi_head_attention(
    query: Tensor, key: Tensor, value: Tensor, num_heads: int, mask: Tensor | None = None
) -> Tensor:
    # query (B, T, D), key and value (B, S, D) -> (B, T, D)
    # mask is boolean, True for may attend: (T, S), (B, T, S) or anything that broadcasts to (B, T, S)
    raise NotImplementedError
