import torch
from torch import nn


def exact_gelu(x):
    """A function of one's own, so that torch takes no fast path, which gives NaN for empty rows."""
    return nn.functional.gelu(x)


class BertModel(nn.Module):
    """Copies one torch layer, and hides padding with a mask over pairs of tokens."""

    def __init__(
        self, vocab_size, hidden, num_layers, num_heads, intermediate, max_positions, type_vocab=2
    ):
        super().__init__()
        if hidden % num_heads:
            raise ValueError(f"hidden={hidden}, num_heads={num_heads}")
        self.heads = num_heads
        self.word_embed = nn.Embedding(vocab_size, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(type_vocab, hidden)
        self.embed_norm = nn.LayerNorm(hidden, eps=1e-12)
        layer = nn.TransformerEncoderLayer(
            hidden, num_heads, intermediate, 0.0, exact_gelu, 1e-12, batch_first=True
        )
        self.layers = nn.TransformerEncoder(layer, num_layers, enable_nested_tensor=False).layers
        self.pooler = nn.Linear(hidden, hidden)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        B, T = input_ids.shape
        if T > self.position_embed.weight.size(0):
            raise ValueError(f"{T} > {self.position_embed.weight.size(0)}")
        types = input_ids * 0 if token_type_ids is None else token_type_ids
        where = torch.arange(T, device=input_ids.device).repeat(B, 1)
        x = self.word_embed(input_ids) + self.segment_embed(types) + self.position_embed(where)
        blocked = None
        if attention_mask is not None:
            blocked = (~attention_mask).repeat_interleave(self.heads, dim=0)
            blocked = blocked[:, None, :].expand(-1, T, -1)  # (B·H, T, T)
        x = self.embed_norm(x)
        for layer in self.layers:
            x = layer(x, src_mask=blocked)
        return x, torch.tanh(self.pooler(x.select(1, 0)))
