import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    def __init__(self, D, H, inner):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(D, H)
        self.linear1, self.linear2 = nn.Linear(D, inner), nn.Linear(inner, D)
        self.norm1, self.norm2 = nn.LayerNorm(D, eps=1e-12), nn.LayerNorm(D, eps=1e-12)

    def forward(self, x, hide):
        mixed, _ = self.self_attn(x, x, x, key_padding_mask=hide, need_weights=False)
        x = self.norm1(mixed + x)
        return self.norm2(self.linear2(F.gelu(self.linear1(x))) + x)


class BertModel(nn.Module):
    """Works on (T, B, D) inside, and looks segments and words up as one-hot products."""

    def __init__(
        self, vocab_size, hidden, num_layers, num_heads, intermediate, max_positions, type_vocab=2
    ):
        super().__init__()
        if hidden % num_heads:
            raise ValueError("hidden must be a multiple of num_heads")
        self.word_embed = nn.Embedding(vocab_size, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(type_vocab, hidden)
        self.embed_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList()
        for _ in range(num_layers):
            self.layers.append(Layer(hidden, num_heads, intermediate))
        self.pooler = nn.Linear(hidden, hidden)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        ids = input_ids.t()
        T = len(ids)
        if T > self.position_embed.num_embeddings:
            raise ValueError(f"{T} tokens, {self.position_embed.num_embeddings} positions")
        kinds = torch.zeros_like(ids) if token_type_ids is None else token_type_ids.t()
        x = self.position_embed.weight[:T].unsqueeze(1)
        for table, index in ((self.segment_embed, kinds), (self.word_embed, ids)):
            chosen = F.one_hot(index, table.num_embeddings).to(x.dtype)
            x = x + chosen @ table.weight
        x = self.embed_norm(x)
        hide = None if attention_mask is None else attention_mask.logical_not()
        for layer in self.layers:
            x = layer(x, hide)
        return x.transpose(0, 1), torch.tanh(self.pooler(x[0]))
