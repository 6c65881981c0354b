import torch
from torch import nn


class EncoderLayer(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        if d_model % num_heads > 0:
            raise ValueError(f"cannot split {d_model} features into {num_heads} heads")
        super().__init__()
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.self_attn = nn.MultiheadAttention(
            d_model, num_heads, dropout=dropout, batch_first=True
        )
        self.linear1 = nn.Linear(d_model, d_ff)
        self.activation = nn.ReLU()
        self.linear2 = nn.Linear(d_ff, d_model)
        self.drop_attention = nn.Dropout(dropout)
        self.drop_hidden = nn.Dropout(dropout)
        self.drop_output = nn.Dropout(dropout)
        self.norm_first = norm_first

    def forward(self, x, mask=None):
        bias = None
        if mask is not None:
            bias = x.new_zeros(mask.shape).masked_fill(mask.logical_not(), -torch.inf)

        h = self.norm1(x) if self.norm_first else x
        h, _ = self.self_attn(h, h, h, key_padding_mask=bias, need_weights=False)
        x = x + self.drop_attention(h)
        if not self.norm_first:
            x = self.norm1(x)

        h = self.norm2(x) if self.norm_first else x
        h = self.linear2(self.drop_hidden(self.activation(self.linear1(h))))
        x = x + self.drop_output(h)
        return x if self.norm_first else self.norm2(x)


class DecoderLayer(EncoderLayer):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, norm_first=False):
        super().__init__(d_model, num_heads, d_ff, dropout, norm_first)
        self.norm3 = nn.LayerNorm(d_model)
        self.drop_cross = nn.Dropout(dropout)
        self.multihead_attn = nn.MultiheadAttention(
            d_model, num_heads, dropout=dropout, batch_first=True
        )

    def forward(self, x, memory, memory_mask=None):
        length = x.shape[1]
        causal = x.new_full((length, length), -torch.inf).triu(diagonal=1)
        bias = None
        if memory_mask is not None:
            bias = x.new_zeros(memory_mask.shape)
            bias = bias.masked_fill(memory_mask.logical_not(), -torch.inf)

        h = self.norm1(x) if self.norm_first else x
        h, _ = self.self_attn(h, h, h, attn_mask=causal, need_weights=False)
        x = x + self.drop_attention(h)
        if not self.norm_first:
            x = self.norm1(x)

        h = self.norm2(x) if self.norm_first else x
        h, _ = self.multihead_attn(h, memory, memory, key_padding_mask=bias, need_weights=False)
        x = x + self.drop_cross(h)
        if not self.norm_first:
            x = self.norm2(x)

        h = self.norm3(x) if self.norm_first else x
        h = self.linear2(self.drop_hidden(self.activation(self.linear1(h))))
        x = x + self.drop_output(h)
        return x if self.norm_first else self.norm3(x)
