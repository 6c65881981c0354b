from torch import nn
from torch.nn import functional as F


class FeedForwardSublayer(nn.Module):
    """The paper's other description: two convolutions with kernel size 1 over the sequence."""

    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        self.norm = nn.LayerNorm(d_model)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.fc1 = nn.Linear(d_model, d_ff)
        self.hidden_dropout = nn.Dropout(dropout)
        self.output_dropout = nn.Dropout(dropout)

    @staticmethod
    def convolve(layer, sequence):
        channels_first = sequence.transpose(1, 2)
        result = F.conv1d(channels_first, layer.weight.unsqueeze(-1), layer.bias)
        return result.transpose(1, 2).contiguous()

    def forward(self, x):
        h = self.hidden_dropout(self.convolve(self.fc1, x).clamp_min(0))
        return self.norm(self.output_dropout(self.convolve(self.fc2, h)) + x)
