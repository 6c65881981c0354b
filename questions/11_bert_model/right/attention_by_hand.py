import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.randn(3 * width, width) * 0.02)
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)

    def forward(self, x, mask):
        packed = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = packed.unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        scores = torch.einsum("bhtd,bhsd->bhts", q, k) * q.size(-1) ** -0.5
        if mask is None:
            weights = scores.softmax(-1)
        else:
            keep = mask[:, None, None, :]
            weights = torch.where(keep, scores, -1e30).softmax(-1) * keep
        return self.out_proj(torch.einsum("bhts,bhsd->bthd", weights, v).flatten(2))


class Block(nn.Module):
    """torch's names for the parameters, everything else written out."""

    def __init__(self, width, heads, inner):
        super().__init__()
        self.norm2 = nn.LayerNorm(width, 1e-12)
        self.norm1 = nn.LayerNorm(width, 1e-12)
        self.linear2 = nn.Linear(inner, width)
        self.linear1 = nn.Linear(width, inner)
        self.self_attn = Attention(width, heads)

    def forward(self, x, mask):
        x = self.norm1(x + self.self_attn(x, mask))
        h = self.linear1(x)
        h = h * 0.5 * (1 + torch.erf(h / 2**0.5))
        return self.norm2(x + self.linear2(h))


class BertModel(nn.Module):
    def __init__(
        self, vocab_size, hidden, num_layers, num_heads, intermediate, max_positions, type_vocab=2
    ):
        if hidden % num_heads != 0:
            raise ValueError(f"{num_heads} heads do not divide a width of {hidden}")
        super().__init__()
        self.limit = max_positions
        self.pooler = nn.Linear(hidden, hidden)
        self.layers = nn.ModuleList(
            Block(hidden, num_heads, intermediate) for _ in range(num_layers)
        )
        self.embed_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.segment_embed = nn.Embedding(type_vocab, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.word_embed = nn.Embedding(vocab_size, hidden)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        length = input_ids.shape[1]
        if length > self.limit:
            raise ValueError(f"got {length} tokens, at most {self.limit} are possible")
        x = self.word_embed.weight[input_ids] + self.position_embed.weight[:length]
        if token_type_ids is None:
            x = x + self.segment_embed.weight[0]
        else:
            x = x + self.segment_embed.weight[token_type_ids]
        x = self.embed_norm(x)
        for block in self.layers:
            x = block(x, attention_mask)
        first, *_ = x.unbind(1)
        return x, self.pooler(first).tanh()
