# interview: mixture-of-experts
"""Write the layer. `interview show 55` has the task, `interview grade 55` grades this file."""

import torch
from torch import Tensor, nn


class MoE(nn.Module):
    # parameters: router.weight (E, D), w_gate and w_up (E, F, D), w_down (E, D, F)
    def __init__(
        self, d_model: int, d_ff: int, num_experts: int, top_k: int, renormalise: bool = True
    ):
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        # x (B, T, D), mask (B, T) True = real token -> out (B, T, D), aux ()
        raise NotImplementedError
