import torch
from torch import nn


class LatentAttention(nn.Module):
    """Einsum, rotation as complex multiplication, softmax in float32, the norm written out."""

    def __init__(self, d_model, num_heads, latent_dim, nope_dim, rope_dim, value_dim):
        super().__init__()
        if rope_dim % 2 != 0:
            raise ValueError("odd")
        self.sizes = num_heads, latent_dim, nope_dim, rope_dim, value_dim
        self.w_o = nn.Linear(num_heads * value_dim, d_model, bias=False)
        self.w_uv = nn.Parameter(torch.empty(num_heads, value_dim, latent_dim))
        self.w_uk = nn.Parameter(torch.empty(num_heads, nope_dim, latent_dim))
        self.norm = nn.RMSNorm(latent_dim, eps=1e-6)
        self.w_kv = nn.Linear(d_model, latent_dim + rope_dim, bias=False)
        self.w_q = nn.Linear(d_model, num_heads * (nope_dim + rope_dim), bias=False)

    def turn(self, x, first):
        """x (B, T, any, r)."""
        wide = x.float() if x.dtype == torch.bfloat16 else x
        z = torch.view_as_complex(wide.unflatten(-1, (-1, 2)).contiguous())
        pairs = z.shape[-1]
        speed = 10000.0 ** (-torch.arange(pairs, device=x.device) / pairs)
        angle = torch.arange(first, first + x.shape[1], device=x.device)[:, None] * speed
        turned = z * torch.polar(torch.ones_like(angle), angle).to(z.dtype)[:, None]
        return torch.view_as_real(turned).flatten(-2).to(x.dtype)

    def forward(self, x, cache=None):
        H, c, n, r, v = self.sizes
        B, T, D = x.shape
        cache = cache or {"latent": x.new_zeros(B, 0, c), "key": x.new_zeros(B, 0, r)}
        past = cache["latent"].shape[1]
        q = self.w_q(x).reshape(B, T, H, n + r)
        down = self.w_kv(x)
        z = down[..., :c].to(torch.promote_types(x.dtype, torch.float32))
        z = z * torch.rsqrt(z.square().mean(-1, keepdim=True) + 1e-6)
        z = torch.cat([cache["latent"], self.norm.weight * z.to(x.dtype)], 1)
        k = torch.cat([cache["key"], self.turn(down[:, :, None, c:], past)[:, :, 0]], 1)

        to_latents = torch.einsum("bthn,hnc->bthc", q[..., :n], self.w_uk)
        e = torch.einsum("bthc,bsc->bhts", to_latents, z)
        e = (e + torch.einsum("bthr,bsr->bhts", self.turn(q[..., n:], past), k)) * (n + r) ** -0.5
        place = torch.arange(past + T, device=x.device)
        e = e.masked_fill(place > place[past:, None], float("-inf"))
        w = e.softmax(-1, dtype=torch.float32).to(x.dtype)
        y = torch.einsum("bhts,bsc->bthc", w, z)
        y = torch.einsum("bthc,hvc->bthv", y, self.w_uv)
        return self.w_o(y.reshape(B, T, H * v)), {"key": k, "latent": z}
