import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, x, source, allowed):
        w_q, w_k, w_v = self.in_proj_weight.chunk(3)
        b_q, b_k, b_v = self.in_proj_bias.chunk(3)
        q, k, v = F.linear(x, w_q, b_q), F.linear(source, w_k, b_k), F.linear(source, w_v, b_v)
        q, k, v = (t.unflatten(2, (self.heads, -1)).transpose(1, 2) for t in (q, k, v))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed)
        return self.out_proj(mixed.transpose(1, 2).flatten(2))


class Layer(nn.Module):
    """Both kinds of layer, under the names that torch gives their parameters."""

    def __init__(self, width, heads, inner, crosses):
        super().__init__()
        self.self_attn = Attention(width, heads)
        if crosses:
            self.multihead_attn = Attention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norms = [f"norm{i + 1}" for i in range(3 if crosses else 2)]
        for name in self.norms:
            self.add_module(name, nn.LayerNorm(width))

    def forward(self, x, allowed, memory=None, readable=None):
        sublayers = [lambda y: self.self_attn(y, y, allowed)]
        if memory is not None:
            sublayers.append(lambda y: self.multihead_attn(y, memory, readable))
        sublayers.append(lambda y: self.linear2(self.linear1(y).relu()))
        for name, sublayer in zip(self.norms, sublayers, strict=True):
            x = getattr(self, name)(x + sublayer(x))
        return x


class Seq2SeqTransformer(nn.Module):
    def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, pad_id):
        if d_model % num_heads:
            raise ValueError(f"{d_model} features cannot be split into {num_heads} heads")
        super().__init__()
        self.pad = pad_id
        self.out = nn.Linear(d_model, tgt_vocab)
        self.decoder = nn.ModuleList(
            [Layer(d_model, num_heads, d_ff, True) for _ in range(num_layers)]
        )
        self.encoder = nn.ModuleList(
            [Layer(d_model, num_heads, d_ff, False) for _ in range(num_layers)]
        )
        self.tgt_embed = nn.Embedding(tgt_vocab, d_model)
        self.src_embed = nn.Embedding(src_vocab, d_model)

    @staticmethod
    def start(weight, ids):
        width = weight.size(1)
        vectors = F.embedding(ids, weight) * width**0.5
        column = torch.arange(width, device=ids.device)
        rate = 10000.0 ** (-2 * (column // 2) / width)
        phase = torch.where(column % 2 == 0, 0.0, torch.pi / 2)
        angles = torch.arange(ids.size(1), device=ids.device).unsqueeze(1) * rate + phase
        return vectors + torch.sin(angles).to(vectors.dtype)

    def forward(self, src_ids, tgt_ids):
        readable = (src_ids != self.pad)[:, None, None, :]
        memory = self.start(self.src_embed.weight, src_ids)
        for layer in self.encoder:
            memory = layer(memory, readable)
        length = tgt_ids.size(1)
        past = torch.ones(length, length, dtype=torch.bool, device=tgt_ids.device).tril()
        state = self.start(self.tgt_embed.weight, tgt_ids)
        for layer in self.decoder:
            state = layer(state, past, memory, readable)
        return self.out(state)
