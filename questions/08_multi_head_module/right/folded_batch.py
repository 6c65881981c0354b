import torch
from torch import nn
from torch.nn.functional import softmax


class MultiHeadAttention(nn.Module):
    """Folds the heads into the batch and adds a mask of 0 and -inf; empty rows skip the softmax."""

    def __init__(self, d_model, num_heads, dropout=0.0, bias=True):
        super().__init__()
        self.heads = num_heads
        self.head_dim = d_model // num_heads
        if self.head_dim * num_heads != d_model:
            raise ValueError("d_model must be a multiple of num_heads")
        self.w_q, self.w_k = nn.Linear(d_model, d_model, bias), nn.Linear(d_model, d_model, bias)
        self.w_v, self.w_o = nn.Linear(d_model, d_model, bias), nn.Linear(d_model, d_model, bias)
        self.attn_drop = nn.Dropout(dropout)

    def fold(self, t):
        n = t.shape[0]
        t = t.reshape(n, -1, self.heads, self.head_dim).permute(0, 2, 1, 3)
        return t.reshape(n * self.heads, -1, self.head_dim)

    def forward(self, query, key, value, mask=None, need_weights=False):
        n, t, s = query.size(0), query.size(1), key.size(1)
        q, k, v = self.fold(self.w_q(query)), self.fold(self.w_k(key)), self.fold(self.w_v(value))
        if mask is None:
            att = softmax(torch.bmm(q, k.transpose(1, 2)) / self.head_dim**0.5, dim=-1)
        else:
            mask = (mask.unsqueeze(1) if mask.dim() == 2 else mask).expand(n, t, s)
            mask = mask.repeat_interleave(self.heads, dim=0)
            some = mask.any(dim=-1, keepdim=True)
            bias = q.new_zeros(mask.shape).masked_fill(some & ~mask, float("-inf"))
            att = torch.baddbmm(bias, q, k.transpose(1, 2), alpha=self.head_dim**-0.5)
            att = softmax(att, dim=-1) * some
        att = self.attn_drop(att)
        mixed = torch.bmm(att, v).view(n, self.heads, t, self.head_dim).permute(0, 2, 1, 3)
        out = self.w_o(mixed.reshape(n, t, -1))
        return out, att.view(n, self.heads, t, s) if need_weights else None
