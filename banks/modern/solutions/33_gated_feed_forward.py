"""The feed-forward network with a gate. Shazeer 2020, section 2; Touvron et al. 2023, section 2.2."""

import torch
from torch import Tensor, nn


def gelu(z: Tensor) -> Tensor:
    """The tanh form, as in Gemma."""
    return nn.functional.gelu(z, approximate="tanh")


ACTIVATIONS = {"silu": nn.functional.silu, "gelu": gelu, "relu": torch.relu}


class GatedFeedForward(nn.Module):
    """Three linear layers without bias: one of the two wide ones decides what of the other passes."""

    def __init__(self, d_model: int, d_ff: int, activation: str = "silu"):
        super().__init__()
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation must be silu, gelu or relu, got {activation!r}")
        self.activation = ACTIVATIONS[activation]
        self.gate = nn.Linear(d_model, d_ff, bias=False)
        self.up = nn.Linear(d_model, d_ff, bias=False)
        self.down = nn.Linear(d_ff, d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gate = self.activation(self.gate(x))  # (..., F)
        hidden = gate * self.up(x)  # (..., F), unit by unit
        return self.down(hidden)  # (..., D)


def gated_width(d_model: int, multiple: int) -> int:
    """The smallest multiple of `multiple` that is at least 8·D/3.

    Three matrices of that width cost what two of width 4·D do: 3 · D · 8·D/3 = 2 · D · 4·D.
    """
    if multiple < 1:
        raise ValueError(f"multiple must be at least 1, got {multiple}")
    # -(-a // b) is a / b rounded up, and exact, as it never leaves the whole numbers.
    return -(-8 * d_model // (3 * multiple)) * multiple
