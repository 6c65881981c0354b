# interview: grouped-query-attention
import torch
from torch import Tensor, nn


class GroupedQueryAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int, num_kv_heads: int):
        super().__init__()
        # The projections are nn.Linear without bias, named w_q, w_k, w_v and w_o.
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        # x (B, T, D) -> (B, T, D)
        raise NotImplementedError


def pool_heads(weight: Tensor, num_heads: int, num_kv_heads: int) -> Tensor:
    # weight (H·d, D) of a key or value projection -> (G·d, D)
    raise NotImplementedError
