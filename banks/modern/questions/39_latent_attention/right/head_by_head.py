import math

import torch
from torch import Tensor, nn


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
        if rope_dim & 1:
            raise ValueError(f"rope_dim has to be even: {rope_dim}")
        super().__init__()
        self.heads = num_heads
        self.c, self.n, self.r, self.v = latent_dim, nope_dim, rope_dim, value_dim
        self.w_q = nn.Linear(d_model, num_heads * (nope_dim + rope_dim), bias=False)
        self.w_kv = nn.Linear(d_model, latent_dim + rope_dim, bias=False)
        self.norm = nn.RMSNorm(latent_dim, eps=1e-6)
        bound = 1 / math.sqrt(latent_dim)
        self.w_uk = nn.ParameterList(
            nn.Parameter(torch.empty(nope_dim, latent_dim).uniform_(-bound, bound)) for _ in range(num_heads)
        )
        self.w_uv = nn.ParameterList(
            nn.Parameter(torch.empty(value_dim, latent_dim).uniform_(-bound, bound)) for _ in range(num_heads)
        )
        self.w_o = nn.Linear(num_heads * value_dim, d_model, bias=False)

    def _rotate(self, x: Tensor, start: int) -> Tensor:
        # x (B, T, r), one pair of features after the other
        work = torch.promote_types(x.dtype, torch.float32)
        p = torch.arange(start, start + x.shape[1], device=x.device).to(torch.float64)
        columns = []
        for i in range(self.r // 2):
            phi = p * 10000.0 ** (-2 * i / self.r)
            cos, sin = torch.cos(phi).to(work), torch.sin(phi).to(work)
            a, b = x[..., 2 * i].to(work), x[..., 2 * i + 1].to(work)
            columns.append(a * cos - b * sin)
            columns.append(a * sin + b * cos)
        return torch.stack(columns, dim=-1).to(x.dtype)

    def forward(
        self, x: Tensor, cache: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        T = x.shape[1]
        projected = self.w_kv(x)
        latent = self.norm(projected[..., : self.c])
        S = 0
        if cache is not None:
            S = cache["key"].shape[1]
        key = self._rotate(projected[..., self.c :], S)
        if S > 0:
            latent = torch.cat((cache["latent"], latent), 1)
            key = torch.cat((cache["key"], key), 1)

        hidden = torch.ones(T, S + T, dtype=torch.bool, device=x.device).triu(S + 1)
        queries = self.w_q(x)
        width = self.n + self.r
        results = []
        for h in range(self.heads):
            q = queries[..., h * width : (h + 1) * width]
            content = (q[..., : self.n] @ self.w_uk[h]) @ latent.transpose(1, 2)
            rotary = self._rotate(q[..., self.n :], S) @ key.transpose(1, 2)
            scores = (content + rotary) / math.sqrt(width)
            scores = scores.masked_fill(hidden, -math.inf)
            weights = torch.softmax(scores, dim=-1)
            results.append((weights @ latent) @ self.w_uv[h].T)
        return self.w_o(torch.cat(results, dim=-1)), {"latent": latent, "key": key}
