# interview: encoder-decoder
"""Write Seq2SeqTransformer. `interview show 6` has the task, `interview grade 6` grades it."""

import torch
from torch import Tensor, nn


class Seq2SeqTransformer(nn.Module):
    def __init__(
        self,
        src_vocab: int,
        tgt_vocab: int,
        d_model: int,
        num_heads: int,
        num_layers: int,
        d_ff: int,
        pad_id: int,
    ):
        super().__init__()
        # src_embed, tgt_embed: nn.Embedding
        # encoder, decoder: nn.ModuleList of nn.TransformerEncoderLayer, nn.TransformerDecoderLayer
        # out: nn.Linear
        raise NotImplementedError

    def forward(self, src_ids: Tensor, tgt_ids: Tensor) -> Tensor:
        # src_ids (B, S), tgt_ids (B, T), both whole numbers -> logits (B, T, V), V = tgt_vocab
        raise NotImplementedError
