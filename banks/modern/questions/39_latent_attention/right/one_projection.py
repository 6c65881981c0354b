# weights: w_in = w_q + w_kv
import torch
from torch import Tensor, nn


class Rotary:
    """Cosines and sines for a stretch of positions, made anew for each call."""

    def __init__(self, start: int, length: int, r: int, device: torch.device):
        positions = torch.arange(length, device=device, dtype=torch.float64) + start
        steps = torch.arange(r // 2, device=device, dtype=torch.float64) * 2
        self.angles = positions.unsqueeze(-1) / torch.pow(10000.0, steps / r)

    def __call__(self, x: Tensor) -> Tensor:
        """x is (B, T, anything, r)."""
        cos = self.angles.cos()[:, None, :]
        sin = self.angles.sin()[:, None, :]
        a, b = x.double().unflatten(-1, (x.shape[-1] // 2, 2)).unbind(-1)
        turned = torch.stack([a * cos - b * sin, b * cos + a * sin], -1)
        return turned.reshape(x.shape).to(x.dtype)


class LatentAttention(nn.Module):
    def __init__(
        self,
        d_model: int,
        num_heads: int,
        latent_dim: int,
        nope_dim: int,
        rope_dim: int,
        value_dim: int,
    ):
        super().__init__()
        if rope_dim // 2 * 2 != rope_dim:
            raise ValueError("rope_dim must be a multiple of 2")
        self.H, self.c, self.n, self.r, self.v = num_heads, latent_dim, nope_dim, rope_dim, value_dim
        self.sizes = [num_heads * (nope_dim + rope_dim), latent_dim, rope_dim]
        self.w_in = nn.Linear(d_model, sum(self.sizes), bias=False)
        self.norm = nn.RMSNorm(latent_dim, eps=1e-6)
        self.w_uk = nn.Parameter(torch.zeros(num_heads, nope_dim, latent_dim))
        self.w_uv = nn.Parameter(torch.zeros(num_heads, value_dim, latent_dim))
        self.w_o = nn.Linear(num_heads * value_dim, d_model, bias=False)
        nn.init.xavier_uniform_(self.w_uk)
        nn.init.xavier_uniform_(self.w_uv)

    def forward(
        self, x: Tensor, cache: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        B, T, _ = x.shape
        H, c, n, r = self.H, self.c, self.n, self.r
        past = 0 if cache is None else cache["latent"].shape[1]
        turn = Rotary(past, T, r, x.device)

        q, z, k = torch.split(self.w_in(x), self.sizes, dim=-1)
        q = q.reshape(B, T, H, n + r)
        latents, keys = [self.norm(z)], [turn(k.unsqueeze(2)).squeeze(2)]
        if cache is not None:
            latents.insert(0, cache["latent"])
            keys.insert(0, cache["key"])
        latent, key = torch.cat(latents, 1), torch.cat(keys, 1)
        L = latent.shape[1]

        by_head = q[..., :n].permute(2, 0, 1, 3).reshape(H, B * T, n)
        absorbed = torch.bmm(by_head, self.w_uk).view(H, B, T, c)
        absorbed = absorbed.permute(1, 2, 0, 3).reshape(B, T * H, c)  # rows: token, then head
        rotary = turn(q[..., n:]).reshape(B, T * H, r)
        scores = torch.baddbmm(torch.bmm(rotary, key.mT), absorbed, latent.mT)
        scores = scores.view(B, T, H, L).double() / (n + r) ** 0.5

        blocked = torch.full((T, L), True, device=x.device).triu(past + 1)[:, None, :]
        scores = scores.masked_fill(blocked, -torch.inf)
        e = (scores - scores.amax(-1, keepdim=True).detach()).exp()
        weights = (e / e.sum(-1, keepdim=True)).to(x.dtype).view(B, T * H, L)

        mixed = torch.bmm(weights, latent).view(B, T, H, c)
        mixed = mixed.permute(2, 0, 1, 3).reshape(H, B * T, c)
        values = torch.bmm(mixed, self.w_uv.mT).view(H, B, T, self.v)
        merged = values.permute(1, 2, 0, 3).reshape(B, T, H * self.v)
        return self.w_o(merged), {"latent": latent, "key": key}
