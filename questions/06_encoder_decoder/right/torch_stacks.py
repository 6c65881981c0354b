import torch
from torch import nn


class Seq2SeqTransformer(nn.Module):
    """Lets torch clone the layers, keeps a table of positions, and masks target padding too."""

    def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, pad_id):
        super().__init__()
        if d_model % num_heads != 0:
            raise ValueError("num_heads must divide d_model")
        sizes, options = (d_model, num_heads, d_ff), {"dropout": 0.0, "batch_first": True}
        encoder_layer = nn.TransformerEncoderLayer(*sizes, **options)
        decoder_layer = nn.TransformerDecoderLayer(*sizes, **options)
        self.encoder = nn.TransformerEncoder(
            encoder_layer, num_layers, enable_nested_tensor=False
        ).layers
        self.decoder = nn.TransformerDecoder(decoder_layer, num_layers).layers
        self.src_embed = nn.Embedding(src_vocab, d_model, padding_idx=pad_id)
        self.tgt_embed = nn.Embedding(tgt_vocab, d_model, padding_idx=pad_id)
        self.out = nn.Linear(d_model, tgt_vocab)
        self.d_model, self.pad_id = d_model, pad_id

        position = torch.arange(50, dtype=torch.float32).unsqueeze(1)
        even = torch.arange(0, d_model, 2, dtype=torch.float32)
        table = torch.zeros(50, d_model)
        table[:, 0::2] = torch.sin(position / 10000 ** (even / d_model))
        table[:, 1::2] = torch.cos(position / 10000 ** (even / d_model))
        self.register_buffer("positions", table, persistent=False)

    def forward(self, src_ids, tgt_ids):
        src_pad, tgt_pad = src_ids.eq(self.pad_id), tgt_ids.eq(self.pad_id)
        scale = self.d_model**0.5
        memory = self.src_embed(src_ids) * scale
        memory = memory + self.positions[: src_ids.shape[1]].to(memory.dtype)
        for block in self.encoder:
            memory = block(memory, src_key_padding_mask=src_pad)

        target = self.tgt_embed(tgt_ids) * scale
        target = target + self.positions[: tgt_ids.shape[1]].to(target.dtype)
        n = tgt_ids.shape[1]
        place = torch.arange(n, device=tgt_ids.device)
        later = place[None, :] > place[:, None]
        for block in self.decoder:
            target = block(
                target,
                memory,
                tgt_mask=later,
                tgt_key_padding_mask=tgt_pad,
                memory_key_padding_mask=src_pad,
            )
        return self.out(target)
