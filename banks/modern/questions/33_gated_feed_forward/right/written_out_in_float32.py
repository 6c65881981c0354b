import math

import torch
from torch import nn


def silu(g):
    return g * torch.sigmoid(g)


def gelu(g):
    return 0.5 * g * (1 + torch.tanh(math.sqrt(2 / math.pi) * (g + 0.044715 * g**3)))


def relu(g):
    return g.clamp(min=0)


class GatedFeedForward(nn.Module):
    """The activation is computed in float32 and cast back."""

    def __init__(self, d_model, d_ff, activation="silu"):
        super().__init__()
        known = {"silu": silu, "gelu": gelu, "relu": relu}
        try:
            self.act = known[activation]
        except KeyError:
            raise ValueError(f"no activation {activation}") from None
        for name, wide in (("gate", True), ("up", True), ("down", False)):
            size = (d_model, d_ff) if wide else (d_ff, d_model)
            self.add_module(name, nn.Linear(*size, bias=False))

    def forward(self, x):
        passed = self.act(self.gate(x).float()).to(x.dtype)
        return self.down(passed * self.up(x))


def gated_width(d_model, multiple):
    if multiple < 1:
        raise ValueError("multiple")
    return math.ceil(8 * d_model / 3 / multiple) * multiple
