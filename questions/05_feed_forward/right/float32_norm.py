import torch
from torch import nn
from torch.nn import functional as F


class FeedForwardSublayer(nn.Module):
    """The norm is computed in float32 and cast back, as mixed-precision code does."""

    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.norm = nn.LayerNorm(d_model)
        self.dropout = dropout

    def forward(self, x):
        drop = nn.Dropout(self.dropout).train(self.training)
        y = x + drop(self.fc2(drop(torch.relu(self.fc1(x)))))
        weight, bias = self.norm.weight.float(), self.norm.bias.float()
        y = F.layer_norm(y.float(), self.norm.normalized_shape, weight, bias, self.norm.eps)
        return y.to(x.dtype)
