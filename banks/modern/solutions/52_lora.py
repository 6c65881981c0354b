"""A linear layer with a low-rank adapter. Hu et al. 2021, §4; Kalajdzievski 2023, §3."""

import math

import torch
from torch import Tensor, nn


def initial(out_features: int, draws: Tensor) -> tuple[Tensor, Tensor]:
    """`lora_a` (r, in) from draws (r, in) in [0, 1), and `lora_b` (out, r) of zeros: their product is 0."""
    r, in_features = draws.shape
    lora_a = (2 * draws - 1) / math.sqrt(in_features)
    return lora_a, draws.new_zeros(out_features, r)


class LoRALinear(nn.Module):
    """`base`, which is frozen, plus a product of two narrow matrices, which is trained."""

    def __init__(
        self, base: nn.Linear, r: int, alpha: float, dropout: float = 0.0, rslora: bool = False
    ):
        super().__init__()
        if r < 1:
            raise ValueError(f"the rank must be at least 1, got {r}")
        self.base = base.requires_grad_(False)
        weight = base.weight  # (out, in)
        draws = torch.rand(r, base.in_features, dtype=weight.dtype, device=weight.device)
        lora_a, lora_b = initial(base.out_features, draws)
        self.lora_a = nn.Parameter(lora_a)  # (r, in)
        self.lora_b = nn.Parameter(lora_b)  # (out, r)
        self.scale = alpha / (math.sqrt(r) if rslora else r)
        self.dropout = nn.Dropout(dropout)
        self.merged = False

    def forward(self, x: Tensor) -> Tensor:
        out = self.base(x)  # (..., out)
        if self.merged:
            return out
        narrow = self.dropout(x) @ self.lora_a.T  # (..., r)
        return out + self.scale * (narrow @ self.lora_b.T)

    def update(self) -> Tensor:
        return self.scale * (self.lora_b @ self.lora_a)  # (out, in), as large as the weight

    @torch.no_grad()
    def merge(self) -> None:
        """Adds the adapter to the weight, so that a forward pass costs what it did without one."""
        if self.merged:
            raise ValueError("the adapter is merged already")
        self.base.weight += self.update()
        self.merged = True

    @torch.no_grad()
    def unmerge(self) -> None:
        """Takes it off again."""
        if not self.merged:
            raise ValueError("the adapter is not merged")
        self.base.weight -= self.update()
        self.merged = False
