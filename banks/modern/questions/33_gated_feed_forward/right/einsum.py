import torch
from torch import nn


class GatedFeedForward(nn.Module):
    def __init__(self, d_model, d_ff, activation="silu"):
        super().__init__()
        layers = {"silu": nn.SiLU, "gelu": lambda: nn.GELU("tanh"), "relu": nn.ReLU}
        if activation not in layers:
            raise ValueError(f"{activation} is none of {', '.join(layers)}")
        self.act = layers[activation]()
        self.gate = nn.Linear(d_model, d_ff, bias=False)
        self.up = nn.Linear(d_model, d_ff, bias=False)
        self.down = nn.Linear(d_ff, d_model, bias=False)

    def forward(self, x):
        gate = torch.einsum("...d,fd->...f", x, self.gate.weight)
        up = torch.einsum("...d,fd->...f", x, self.up.weight)
        return torch.einsum("...f,...f,df->...d", self.act(gate), up, self.down.weight)


def gated_width(d_model, multiple):
    if multiple < 1:
        raise ValueError("multiple must be 1 or more")
    blocks, rest = divmod(8 * d_model, 3 * multiple)
    return (blocks + bool(rest)) * multiple
