import torch
from torch import nn


def expand(t, times):
    B, G, T, d = t.shape
    return t[:, :, None].expand(B, G, times, T, d).reshape(B, G * times, T, d)


class GroupedQueryAttention(nn.Module):
    """Keys and values are expanded without copying; the future gets the lowest number there is."""

    def __init__(self, d_model, num_heads, num_kv_heads):
        super().__init__()
        if d_model % num_heads or num_heads % num_kv_heads:
            raise ValueError
        self.H, self.G, self.d = num_heads, num_kv_heads, d_model // num_heads
        self.w_q = nn.Linear(d_model, d_model, bias=False)
        self.w_k = nn.Linear(d_model, self.G * self.d, bias=False)
        self.w_v = nn.Linear(d_model, self.G * self.d, bias=False)
        self.w_o = nn.Linear(d_model, d_model, bias=False)

    def forward(self, x):
        B, T, D = x.shape
        q = self.w_q(x).view(B, T, self.H, self.d).permute(0, 2, 1, 3) / self.d**0.5
        k = expand(self.w_k(x).view(B, T, self.G, self.d).permute(0, 2, 1, 3), self.H // self.G)
        v = expand(self.w_v(x).view(B, T, self.G, self.d).permute(0, 2, 1, 3), self.H // self.G)
        keep = torch.tril(torch.ones(T, T, device=x.device)).bool()
        scores = torch.where(keep, q @ k.mT, torch.finfo(x.dtype).min)
        return self.w_o((torch.softmax(scores, -1) @ v).permute(0, 2, 1, 3).reshape(B, T, D))


def pool_heads(weight, num_heads, num_kv_heads):
    if weight.shape[0] % num_heads or num_heads % num_kv_heads:
        raise ValueError
    n, d = num_heads // num_kv_heads, weight.shape[0] // num_heads
    rows = torch.arange(weight.shape[0], device=weight.device).view(num_heads, d)
    return sum(weight[rows[i::n].flatten()] for i in range(n)) / n
