# interview: grouped-query-attention
"""Write grouped_query_attention."""

from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    # q (B, H, T, d), k and v (B, G, S, d) -> (B, H, T, d)
    raise NotImplementedError
