import torch
from torch import nn


class GroupedQueryAttention(nn.Module):
    """Nothing is repeated: the queries get an axis for their group."""

    def __init__(self, d_model, num_heads, num_kv_heads):
        if num_heads % num_kv_heads or d_model % num_heads:
            raise ValueError("heads do not fit")
        super().__init__()
        self.d, self.g = d_model // num_heads, num_kv_heads
        self.w_o = nn.Linear(d_model, d_model, bias=False)
        self.w_v = nn.Linear(d_model, self.g * self.d, bias=False)
        self.w_k = nn.Linear(d_model, self.g * self.d, bias=False)
        self.w_q = nn.Linear(d_model, d_model, bias=False)

    def forward(self, x):
        B, T, _ = x.shape
        q = self.w_q(x).view(B, T, self.g, -1, self.d)
        k = self.w_k(x).view(B, T, self.g, self.d)
        v = self.w_v(x).view(B, T, self.g, self.d)
        scores = torch.einsum("btgrd,bsgd->bgrts", q, k) * self.d**-0.5
        seen = torch.arange(T, device=x.device)
        scores = scores.masked_fill(seen[None, :] > seen[:, None], float("-inf"))
        out = torch.einsum("bgrts,bsgd->btgrd", scores.softmax(-1), v)
        return self.w_o(out.reshape(B, T, -1))


def pool_heads(weight, num_heads, num_kv_heads):
    if num_heads % num_kv_heads or weight.size(0) % num_heads:
        raise ValueError("heads do not fit")
    width = weight.size(0) // num_heads
    grouped = weight.reshape(num_kv_heads, -1, width, weight.size(1))
    return grouped.mean(1).reshape(num_kv_heads * width, -1)
