# interview: lora
"""Write LoRALinear and initial. `interview show 52` has the task, `interview grade 52` grades this file."""

import torch
from torch import Tensor, nn


def initial(out_features: int, draws: Tensor) -> tuple[Tensor, Tensor]:
    # draws (r, in), from 0 to 1 -> lora_a (r, in), lora_b (out, r)
    raise NotImplementedError


class LoRALinear(nn.Module):
    def __init__(
        self, base: nn.Linear, r: int, alpha: float, dropout: float = 0.0, rslora: bool = False
    ):
        super().__init__()
        # base is kept as self.base; the two new parameters are named lora_a (r, in) and lora_b (out, r).
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        # x (..., in) -> (..., out)
        raise NotImplementedError

    def merge(self) -> None:
        raise NotImplementedError

    def unmerge(self) -> None:
        raise NotImplementedError
