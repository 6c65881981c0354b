import torch
from torch import nn


class SelfAttention(nn.Module):
    """Normalises the exponentials itself, so blocked pairs are simply left out of both sums."""

    def __init__(self, d_model):
        super().__init__()
        self.w_o = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_q = nn.Linear(d_model, d_model)
        self.scale = d_model**-0.5

    def forward(self, x, mask=None):
        e = torch.einsum("bid,bjd->bij", self.w_q(x) * self.scale, self.w_k(x))
        keep = torch.ones_like(e, dtype=torch.bool) if mask is None else mask
        peak = torch.where(keep, e, torch.finfo(e.dtype).min).detach().amax(-1, keepdim=True)
        e = torch.exp((e - peak).masked_fill(~keep, 0.0)) * keep
        total = e.sum(-1, keepdim=True)
        a = e / torch.where(total > 0, total, torch.ones_like(total))
        return self.w_o(torch.einsum("bij,bjd->bid", a, self.w_v(x))), a
