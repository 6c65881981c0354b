import math
from functools import reduce

import torch
from torch import nn


def waves(ids, width):
    """Unit complex numbers, whose imaginary and real parts are the sines and cosines."""
    step = torch.exp(-math.log(1e4) * torch.arange(width // 2) * 2 / width)
    turns = torch.outer(torch.arange(ids.size(1)), step)
    unit = torch.polar(torch.ones_like(turns), turns)
    return torch.stack((unit.imag, unit.real), -1).view(ids.size(1), 1, width)


class Seq2SeqTransformer(nn.Module):
    """Keeps torch's default layout (T, B, D) inside, and adds -inf instead of boolean masks."""

    def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, pad_id):
        super().__init__()
        if d_model % num_heads:
            raise ValueError("d_model must be a multiple of num_heads")
        self.pad_id = pad_id
        self.root = math.sqrt(d_model)
        self.src_embed = nn.Embedding(src_vocab, d_model)
        self.encoder = nn.ModuleList()
        self.tgt_embed = nn.Embedding(tgt_vocab, d_model)
        self.decoder = nn.ModuleList()
        for _ in range(num_layers):
            self.encoder.append(nn.TransformerEncoderLayer(d_model, num_heads, d_ff, 0.0))
            self.decoder.append(nn.TransformerDecoderLayer(d_model, num_heads, d_ff, 0.0))
        self.out = nn.Linear(d_model, tgt_vocab)

    def forward(self, src_ids, tgt_ids):
        source, target = (
            self.src_embed(src_ids.T) * self.root,
            self.tgt_embed(tgt_ids.T) * self.root,
        )
        source = source + waves(src_ids, source.size(-1)).to(source)
        target = target + waves(tgt_ids, target.size(-1)).to(target)

        closed = torch.zeros_like(src_ids, dtype=source.dtype)
        closed = closed.masked_fill(src_ids == self.pad_id, -math.inf)
        square = target.new_full((len(target), len(target)), -math.inf).triu(1)

        memory = reduce(lambda x, f: f(x, src_key_padding_mask=closed), self.encoder, source)
        for layer in self.decoder:
            target = layer(target, memory, square, memory_key_padding_mask=closed)
        return self.out(target).transpose(0, 1)
