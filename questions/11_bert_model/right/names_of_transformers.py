import math

import torch
from torch import nn
from torch.nn import functional as F


class BertSelfAttention(nn.Module):
    def __init__(self, hidden, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)

    def forward(self, x, mask):
        q, k, v = (
            layer(x).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        scores = q @ k.mT / math.sqrt(q.size(-1))
        if mask is None:
            weights = scores.softmax(-1)
        else:
            real = mask[:, None, None]
            weights = torch.where(real, scores, -1e30).softmax(-1) * real
        return (weights @ v).transpose(1, 2).flatten(2)


class Added(nn.Module):
    """What is added to its input, and normalized."""

    def __init__(self, inner, hidden):
        super().__init__()
        self.dense = nn.Linear(inner, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, update, x):
        return self.LayerNorm(self.dense(update) + x)


class BertLayer(nn.Module):
    """The names that `transformers` gives the parameters of a BERT."""

    def __init__(self, hidden, num_heads, intermediate):
        super().__init__()
        self.attention = nn.ModuleDict(
            {"self": BertSelfAttention(hidden, num_heads), "output": Added(hidden, hidden)}
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(hidden, intermediate)})
        self.output = Added(intermediate, hidden)

    def forward(self, x, mask):
        x = self.attention["output"](self.attention["self"](x, mask), x)
        return self.output(F.gelu(self.intermediate["dense"](x)), x)


class BertModel(nn.Module):
    def __init__(
        self, vocab_size, hidden, num_layers, num_heads, intermediate, max_positions, type_vocab=2
    ):
        super().__init__()
        if hidden % num_heads:
            raise ValueError(f"hidden {hidden} is no multiple of num_heads {num_heads}")
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(vocab_size, hidden),
                "position_embeddings": nn.Embedding(max_positions, hidden),
                "token_type_embeddings": nn.Embedding(type_vocab, hidden),
                "LayerNorm": nn.LayerNorm(hidden, eps=1e-12),
            }
        )
        layers = nn.ModuleList(
            BertLayer(hidden, num_heads, intermediate) for _ in range(num_layers)
        )
        self.encoder = nn.ModuleDict({"layer": layers})
        self.pooler = nn.ModuleDict({"dense": nn.Linear(hidden, hidden)})

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        T = input_ids.size(1)
        places = self.embeddings["position_embeddings"].weight
        if T > len(places):
            raise ValueError(f"{T} tokens, at most {len(places)} are possible")
        if token_type_ids is None:
            token_type_ids = torch.zeros_like(input_ids)
        x = self.embeddings["word_embeddings"](input_ids) + places[:T]
        x = x + self.embeddings["token_type_embeddings"](token_type_ids)
        x = self.embeddings["LayerNorm"](x)
        for layer in self.encoder["layer"]:
            x = layer(x, attention_mask)
        return x, torch.tanh(self.pooler["dense"](x[:, 0]))
