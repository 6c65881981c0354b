import torch
from torch import nn
from torch.nn import functional as F


class LatentAttention(nn.Module):
    """As multi-query attention with a single key of width c + r, whose first c features are the value.

    Without a cache keys and values are expanded, which costs less there.
    """

    def __init__(self, d_model, num_heads, latent_dim, nope_dim, rope_dim, value_dim):
        if rope_dim % 2:
            raise ValueError(rope_dim)
        super().__init__()
        self.h, self.c, self.n, self.r = num_heads, latent_dim, nope_dim, rope_dim
        self.w_q = nn.Linear(d_model, num_heads * (nope_dim + rope_dim), bias=False)
        self.w_kv = nn.Linear(d_model, latent_dim + rope_dim, bias=False)
        self.w_o = nn.Linear(num_heads * value_dim, d_model, bias=False)
        self.w_uk = nn.Parameter(torch.zeros(num_heads, nope_dim, latent_dim))
        self.w_uv = nn.Parameter(torch.zeros(num_heads, value_dim, latent_dim))
        self.norm = nn.RMSNorm(latent_dim, eps=1e-6)
        self.scale = (nope_dim + rope_dim) ** -0.5

    def angles(self, start, stop, device):
        speed = 10000.0 ** -(torch.arange(0, self.r, 2, device=device).double() / self.r)
        turns = torch.arange(start, stop, device=device).double().outer(speed)
        return turns.repeat_interleave(2, dim=-1)

    def rotated(self, x, angle):
        swapped = torch.stack([-x[..., 1::2], x[..., ::2]], -1).flatten(-2)
        return x * angle.cos().to(x.dtype) + swapped * angle.sin().to(x.dtype)

    def forward(self, x, cache=None):
        past = cache["key"].size(1) if cache is not None else 0
        angle = self.angles(past, past + x.size(1), x.device)
        q = torch.stack(self.w_q(x).chunk(self.h, -1), 1)
        q_n, q_r = q[..., : self.n], self.rotated(q[..., self.n :], angle)
        down = self.w_kv(x)
        latent, key = self.norm(down[..., : self.c]), self.rotated(down[..., self.c :], angle)
        if cache is None:
            k = torch.cat([latent[:, None] @ self.w_uk.mT, key[:, None].expand(-1, self.h, -1, -1)], -1)
            y = F.scaled_dot_product_attention(
                torch.cat([q_n, q_r], -1), k, latent[:, None] @ self.w_uv.mT, is_causal=True, scale=self.scale
            )
        else:
            latent = torch.cat((cache["latent"], latent), 1)
            key = torch.cat((cache["key"], key), 1)
            wide = torch.cat([latent, key], -1)[:, None].expand(-1, self.h, -1, -1)
            seen = torch.ones(x.size(1), key.size(1), device=x.device).tril(past).bool()
            y = F.scaled_dot_product_attention(
                torch.cat([q_n @ self.w_uk, q_r], -1), wide, wide, attn_mask=seen, scale=self.scale
            )
            y = y[..., : self.c] @ self.w_uv.mT
        return self.w_o(torch.cat(y.unbind(1), -1)), {"latent": latent, "key": key}
