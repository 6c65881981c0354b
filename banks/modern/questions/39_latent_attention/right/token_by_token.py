import math

import torch
from torch import nn


class LatentAttention(nn.Module):
    """One token and one head after the other, which needs no mask; the latents are merged with w_o's part."""

    def __init__(self, d_model, num_heads, latent_dim, nope_dim, rope_dim, value_dim):
        super().__init__()
        if rope_dim % 2:
            raise ValueError(f"rope_dim {rope_dim} is odd")
        self.H, self.n, self.r, self.c = num_heads, nope_dim, rope_dim, latent_dim
        for name, wide, out in (
            ("w_q", d_model, num_heads * (nope_dim + rope_dim)),
            ("w_kv", d_model, latent_dim + rope_dim),
            ("w_o", num_heads * value_dim, d_model),
        ):
            self.add_module(name, nn.Linear(wide, out, bias=False))
        self.norm = nn.RMSNorm(latent_dim, eps=1e-6)
        self.register_parameter("w_uk", nn.Parameter(torch.ones(num_heads, nope_dim, latent_dim)))
        self.register_parameter("w_uv", nn.Parameter(torch.ones(num_heads, value_dim, latent_dim)))

    def turned(self, x, position):
        parts = []
        for i in range(0, self.r, 2):
            angle = position / 10000 ** (i / self.r)
            cos, sin = math.cos(angle), math.sin(angle)
            parts += [x[..., i] * cos - x[..., i + 1] * sin, x[..., i] * sin + x[..., i + 1] * cos]
        return torch.stack(parts, -1)

    def forward(self, x, cache=None):
        latents = list(cache["latent"].unbind(1)) if cache else []
        keys = list(cache["key"].unbind(1)) if cache else []
        out = []
        for token in x.unbind(1):
            latent, key = self.w_kv(token).tensor_split([self.c], -1)
            latents.append(self.norm(latent))
            keys.append(self.turned(key, len(keys)))
            z, k = torch.stack(latents, 1), torch.stack(keys, 1)  # (B, S, c), (B, S, r)
            heads = []
            for h, q in enumerate(self.w_q(token).chunk(self.H, -1)):
                content = z @ (q[:, : self.n] @ self.w_uk[h]).unsqueeze(-1)
                position = k @ self.turned(q[:, self.n :], len(keys) - 1).unsqueeze(-1)
                weights = ((content + position) / math.sqrt(self.n + self.r)).softmax(1)
                heads.append((weights * z).sum(1) @ self.w_uv[h].T)
            out.append(self.w_o(torch.cat(heads, -1)))
        return torch.stack(out, 1), {"latent": torch.stack(latents, 1), "key": torch.stack(keys, 1)}
