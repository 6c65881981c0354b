# interview: decoder-model
"""Write DecoderModel. `interview show 41` has the task, `interview grade 41` grades this file."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class DecoderModel(nn.Module):
    def __init__(
        self,
        vocab_size: int,
        d_model: int,
        num_layers: int,
        num_heads: int,
        num_kv_heads: int,
        d_ff: int,
        base: float = 10000.0,
        tie: bool = False,
    ):
        super().__init__()
        # embed: nn.Embedding, layers: nn.ModuleList, norm: nn.RMSNorm, head: nn.Linear
        # in each layer: attention_norm, attention (w_q, w_k, w_v, w_o), ffn_norm, ffn (gate, up, down)
        raise NotImplementedError

    def forward(self, ids: Tensor) -> Tensor:
        # ids (B, T) whole numbers -> logits (B, T, V)
        raise NotImplementedError
