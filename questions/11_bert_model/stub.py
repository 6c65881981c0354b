# interview: bert-model
"""Write BertModel. `interview show 11` has the task, `interview grade 11` grades this file."""

import torch
from torch import Tensor, nn


class BertModel(nn.Module):
    def __init__(
        self,
        vocab_size: int,
        hidden: int,
        num_layers: int,
        num_heads: int,
        intermediate: int,
        max_positions: int,
        type_vocab: int = 2,
    ):
        super().__init__()
        # word_embed, position_embed, segment_embed: nn.Embedding
        # embed_norm: nn.LayerNorm
        # layers: nn.ModuleList of nn.TransformerEncoderLayer
        # pooler: nn.Linear
        raise NotImplementedError

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        token_type_ids: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        # input_ids and token_type_ids (B, T) whole numbers, attention_mask (B, T) boolean, True for
        # a real token -> last_hidden (B, T, D), pooled (B, D), with D = hidden
        raise NotImplementedError
