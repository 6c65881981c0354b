import torch
from torch import nn
from torch.nn import functional as F


def rotate_half(x):
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), dim=-1)


class CachedSelfAttention(nn.Module):
    """The frequencies are a buffer, and torch's fused attention gets the mask as a tensor."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        width, rest = divmod(d_model, num_heads)
        if rest or width % 2:
            raise ValueError(f"{d_model} features do not fit {num_heads} heads of even width")
        self.num_heads = num_heads
        self.w_o = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_q = nn.Linear(d_model, d_model)
        frequencies = 1.0 / (10000 ** (torch.arange(0, width, 2).to(torch.get_default_dtype()) / width))
        self.register_buffer("frequencies", frequencies, persistent=False)

    def forward(self, x, cache=None):
        B, T, D = x.shape
        q, k, v = (
            w(x).view(B, T, self.num_heads, -1).transpose(1, 2)
            for w in (self.w_q, self.w_k, self.w_v)
        )
        past = cache["k"].shape[-2] if cache else 0
        positions = torch.arange(past, past + T)
        angles = torch.outer(positions.to(self.frequencies.dtype), self.frequencies)
        angles = torch.cat((angles, angles), dim=-1).to(x.dtype)
        q = q * angles.cos() + rotate_half(q) * angles.sin()
        k = k * angles.cos() + rotate_half(k) * angles.sin()
        if cache:
            k = torch.cat((cache["k"], k), dim=-2)
            v = torch.cat((cache["v"], v), dim=-2)
        visible = torch.arange(past + T)[None, :] <= positions[:, None]
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=visible)
        return self.w_o(y.transpose(1, 2).reshape(B, T, D)), dict(k=k, v=v)
