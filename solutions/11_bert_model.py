"""BERT: a Transformer encoder over words, positions and segments. Devlin et al. 2019, section 3."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


def encoder_layer(hidden: int, num_heads: int, intermediate: int) -> nn.TransformerEncoderLayer:
    """Post-norm with exact GELU. torch would use ReLU, eps 1e-5, dropout 0.1 and time first."""
    return nn.TransformerEncoderLayer(
        hidden,
        num_heads,
        intermediate,
        dropout=0.0,
        activation="gelu",
        layer_norm_eps=1e-12,
        batch_first=True,
    )


@contextmanager
def slow_path() -> Iterator[None]:
    """Without gradients torch's layers take a fast path, where a row without a real token gives NaN."""
    before = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(before)


class BertModel(nn.Module):
    """Token ids in; a vector for each token, and one for the whole input, out. D is `hidden`."""

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
        if hidden % num_heads:
            raise ValueError(f"hidden ({hidden}) must be divisible by num_heads ({num_heads})")
        self.word_embed = nn.Embedding(vocab_size, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(type_vocab, hidden)
        self.embed_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(
            [encoder_layer(hidden, num_heads, intermediate) for _ in range(num_layers)]
        )
        self.pooler = nn.Linear(hidden, hidden)

    def embed(self, input_ids: Tensor, token_type_ids: Tensor | None) -> Tensor:
        """The sum of three embeddings, normalized. Figure 2 of the paper."""
        length, limit = input_ids.size(1), self.position_embed.num_embeddings
        if length > limit:
            raise ValueError(f"{length} tokens are more than max_positions ({limit})")
        if token_type_ids is None:
            token_type_ids = torch.zeros_like(input_ids)
        words = self.word_embed(input_ids)  # (B, T, D)
        positions = self.position_embed(torch.arange(length, device=input_ids.device))  # (T, D)
        segments = self.segment_embed(token_type_ids)  # (B, T, D)
        return self.embed_norm(words + positions + segments)

    @slow_path()
    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        token_type_ids: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        # torch's layers want True where a key is hidden, the opposite of attention_mask.
        padding = None if attention_mask is None else ~attention_mask  # (B, T)
        x = self.embed(input_ids, token_type_ids)
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=padding)  # (B, T, D)
        pooled = torch.tanh(self.pooler(x[:, 0]))  # (B, D), from the state of [CLS]
        return x, pooled
