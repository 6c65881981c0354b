import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    """Rotation as complex multiplication; the keys so far and the new ones are copied to a new tensor."""

    def __init__(self, d_model: int, num_heads: int):
        super().__init__()
        if d_model % num_heads or (d_model // num_heads) % 2:
            raise ValueError(f"d_model={d_model}, num_heads={num_heads}")
        self.n = num_heads
        self.w_q, self.w_k = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
        self.w_v, self.w_o = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)

    def turn(self, x, positions):
        d = x.size(-1)
        wide = torch.promote_types(x.dtype, torch.float32)
        z = torch.complex(x[..., : d // 2].to(wide), x[..., d // 2 :].to(wide))
        pair = torch.arange(0, d, 2, device=x.device)
        speed = torch.exp(-torch.log(torch.tensor(10000.0)) * pair / d)
        angle = (positions[:, None] * speed).to(wide)
        z = z * torch.polar(torch.ones_like(angle), angle)
        return torch.cat([z.real, z.imag], -1).to(x.dtype)

    def forward(self, x, cache=None):
        B, T, D = x.shape
        start = 0 if cache is None else cache["k"].shape[2]
        positions = torch.arange(start, start + T, device=x.device)
        shape = (B, T, self.n, D // self.n)
        q = self.turn(self.w_q(x).reshape(shape).permute(0, 2, 1, 3), positions)
        keys = x.new_empty(B, self.n, start + T, D // self.n)
        values = torch.empty_like(keys)
        if start:
            keys[:, :, :start], values[:, :, :start] = cache["k"], cache["v"]
        keys[:, :, start:] = self.turn(self.w_k(x).reshape(shape).permute(0, 2, 1, 3), positions)
        values[:, :, start:] = self.w_v(x).reshape(shape).permute(0, 2, 1, 3)

        e = torch.einsum("bhtd,bhsd->bhts", q, keys) / (D // self.n) ** 0.5
        future = torch.arange(start + T, device=x.device) > positions.unsqueeze(1)
        e = e + torch.zeros_like(future, dtype=e.dtype).masked_fill(future, -1e30)
        y = torch.einsum("bhts,bhsd->bthd", e.softmax(-1), values)
        return self.w_o(y.reshape(B, T, D)), {"k": keys, "v": values}
