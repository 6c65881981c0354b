# interview: multi-head-implementation
"""Write packed_attention. `interview show 4` has the task, `interview grade 4` grades this file."""

import torch
from torch import Tensor


def packed_attention(
    x: Tensor,
    in_proj_weight: Tensor,
    in_proj_bias: Tensor | None,
    out_proj_weight: Tensor,
    out_proj_bias: Tensor | None,
    num_heads: int,
    mask: Tensor | None = None,
) -> Tensor:
    # x (B, T, D) -> (B, T, D)
    # in_proj_weight (3D, D), in_proj_bias (3D,) or None: queries, then keys, then values
    # out_proj_weight (D, D), out_proj_bias (D,) or None
    # mask is boolean, True for may attend; it broadcasts to (B, T, T), all heads share it
    raise NotImplementedError
