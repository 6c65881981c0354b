import torch
from torch import nn


class FeedForwardSublayer(nn.Module):
    """Treats the batch as one long list of tokens, since no token looks at another."""

    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        layers = {
            "fc1": nn.Linear(d_model, d_ff),
            "fc2": nn.Linear(d_ff, d_model),
            "norm": nn.LayerNorm(d_model),
            "drop": nn.Dropout(dropout),
        }
        for name, layer in layers.items():
            self.add_module(name, layer)

    def forward(self, x):
        tokens = x.reshape(-1, x.shape[-1])
        hidden = torch.addmm(self.fc1.bias, tokens, self.fc1.weight.t())
        hidden = self.drop(torch.where(hidden > 0, hidden, torch.zeros_like(hidden)))
        change = self.drop(torch.addmm(self.fc2.bias, hidden, self.fc2.weight.t()))
        return self.norm(tokens + change).reshape(x.shape)
