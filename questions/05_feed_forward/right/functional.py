import torch.nn as nn
import torch.nn.functional as F


class FeedForwardSublayer(nn.Module):
    """All from torch.nn.functional; dropout before the ReLU is the same as dropout after it."""

    def __init__(self, d_model: int, d_ff: int, dropout: float = 0.0):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.norm, self.p = nn.LayerNorm(d_model), dropout

    def forward(self, x):
        residual = x
        x = F.linear(x, self.fc1.weight, self.fc1.bias)
        x = F.relu(F.dropout(x, self.p, self.training))
        x = F.dropout(self.fc2(x), p=self.p, training=self.training)
        return F.layer_norm(x + residual, [x.size(-1)], self.norm.weight, self.norm.bias)
