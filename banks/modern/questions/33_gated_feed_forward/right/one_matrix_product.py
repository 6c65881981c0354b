import torch
from torch import nn
from torch.nn import functional as F


class GatedFeedForward(nn.Module):
    """Both wide projections in one product, cut apart afterwards."""

    def __init__(self, d_model, d_ff, activation="silu"):
        if activation not in ("silu", "gelu", "relu"):
            raise ValueError(activation)
        super().__init__()
        self.kind = activation
        self.down = nn.Linear(d_ff, d_model, bias=False)
        self.up, self.gate = (nn.Linear(d_model, d_ff, bias=False) for _ in range(2))

    def forward(self, x):
        both = F.linear(x, torch.cat([self.gate.weight, self.up.weight]))
        gate, up = both.chunk(2, dim=-1)
        if self.kind == "gelu":
            gate = F.gelu(gate, approximate="tanh")
        else:
            gate = getattr(F, self.kind)(gate)
        return self.down(up * gate)


def gated_width(d_model, multiple):
    if multiple <= 0:
        raise ValueError("multiple must be positive")
    width = multiple
    while 3 * width < 8 * d_model:
        width += multiple
    return width
