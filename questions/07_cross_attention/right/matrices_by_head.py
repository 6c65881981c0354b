import torch
from torch import nn


class CrossAttention(nn.Module):
    """A matrix (D, d) for each head, as the paper writes them, in one tensor (H, D, d)."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        d, rest = divmod(d_model, num_heads)
        if rest:
            raise ValueError(f"{d_model} features cannot be shared among {num_heads} heads")
        for name in ("q", "k", "v"):
            matrix = torch.randn(num_heads, d_model, d) * d_model**-0.5
            setattr(self, f"W_{name}", nn.Parameter(matrix))
            setattr(self, f"b_{name}", nn.Parameter(torch.zeros(num_heads, d)))
        self.W_o = nn.Parameter(torch.randn(num_heads, d, d_model) * d_model**-0.5)
        self.b_o = nn.Parameter(torch.zeros(d_model))

    def forward(self, x, memory, memory_mask=None):
        q = torch.einsum("btc,hcd->bhtd", x, self.W_q) + self.b_q[:, None]
        k = torch.einsum("bsc,hcd->bhsd", memory, self.W_k) + self.b_k[:, None]
        v = torch.einsum("bsc,hcd->bhsd", memory, self.W_v) + self.b_v[:, None]
        scores = torch.einsum("bhtd,bhsd->bhts", q, k) / q.shape[-1] ** 0.5
        if memory_mask is None:
            weights = scores.softmax(-1)
        else:
            real = memory_mask[:, None, None]
            weights = scores.masked_fill(~real, -1e30).softmax(-1) * real
        return torch.einsum("bhts,bhsd,hdc->btc", weights, v, self.W_o) + self.b_o
