import torch
from torch import nn
from torch.nn import functional as F


def rotate_half(x):
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), dim=-1)


class CachedSelfAttention(nn.Module):
    """The frequencies are no buffer, which would follow the module's dtype; torch's fused attention."""

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
        self.frequencies = 1.0 / (10000 ** (torch.arange(0, width, 2).double() / width))

    def forward(self, x, cache=None):
        B, T, D = x.shape
        q, k, v = (
            w(x).view(B, T, self.num_heads, -1).transpose(1, 2)
            for w in (self.w_q, self.w_k, self.w_v)
        )
        past = cache["k"].shape[-2] if cache else 0
        positions = torch.arange(past, past + T, device=x.device)
        angles = torch.outer(positions.double(), self.frequencies.to(x.device))
        angles = torch.cat((angles, angles), dim=-1)
        cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
        q = q * cos + rotate_half(q) * sin
        k = k * cos + rotate_half(k) * sin
        if cache:
            k = torch.cat((cache["k"], k), dim=-2)
            v = torch.cat((cache["v"], v), dim=-2)
        visible = torch.arange(past + T, device=x.device)[None, :] <= positions[:, None]
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=visible)
        return self.w_o(y.transpose(1, 2).reshape(B, T, D)), dict(v=v, k=k)
