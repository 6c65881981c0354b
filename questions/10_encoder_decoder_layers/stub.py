# interview: encoder-decoder-layers
"""Write both layers. `interview show 10` has the task, `interview grade 10` grades this file."""

from torch import Tensor, nn

# Weights are loaded by name, so these names are needed, used in the order of the sublayers:
#   self_attn          nn.MultiheadAttention, or your own module with the same parameters
#   multihead_attn     the same for cross-attention (DecoderLayer only)
#   linear1, linear2   nn.Linear from D to F, and from F to D
#   norm1, norm2       nn.LayerNorm(d_model); DecoderLayer also has norm3


class EncoderLayer(nn.Module):
    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.0,
        norm_first: bool = False,
    ):
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        # x (B, S, D), mask (B, S) with True for a real token -> (B, S, D)
        raise NotImplementedError


class DecoderLayer(nn.Module):
    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.0,
        norm_first: bool = False,
    ):
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, memory: Tensor, memory_mask: Tensor | None = None) -> Tensor:
        # x (B, T, D), memory (B, S, D), memory_mask (B, S) with True for a real token -> (B, T, D)
        raise NotImplementedError
