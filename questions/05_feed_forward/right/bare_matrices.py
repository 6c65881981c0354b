import torch
from torch import nn
from torch.nn import functional as F


class FeedForwardSublayer(nn.Module):
    """Matrices as a paper writes them, `x W + b`, and a norm of one's own."""

    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(d_model, d_ff) / d_model**0.5)
        self.b1 = nn.Parameter(torch.zeros(d_ff))
        self.W2 = nn.Parameter(torch.randn(d_ff, d_model) / d_ff**0.5)
        self.b2 = nn.Parameter(torch.zeros(d_model))
        self.gamma = nn.Parameter(torch.ones(d_model))
        self.beta = nn.Parameter(torch.zeros(d_model))
        self.p = dropout

    def forward(self, x):
        h = F.dropout((x @ self.W1 + self.b1).clamp(min=0), self.p, self.training)
        y = x + F.dropout(h @ self.W2 + self.b2, self.p, self.training)
        centred = y - y.mean(-1, keepdim=True)
        variance = centred.square().mean(-1, keepdim=True)
        return centred * torch.rsqrt(variance + 1e-5) * self.gamma + self.beta
