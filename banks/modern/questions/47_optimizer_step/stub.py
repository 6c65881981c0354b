# interview: optimizer-step
"""Write the two functions. `interview show 47` has the task, `interview grade 47` grades this file."""

from typing import Any

import torch
from torch import Tensor


def adamw_step(
    p: Tensor,
    g: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
) -> tuple[Tensor, dict[str, Any]]:
    # p, g, state["m"] and state["v"] have one shape, state["step"] is a number
    # -> the new p, the new state
    raise NotImplementedError


def muon_step(
    p: Tensor, g: Tensor, state: dict[str, Any], lr: float, momentum: float, weight_decay: float
) -> tuple[Tensor, dict[str, Any]]:
    # p, g and state["m"] are (rows, columns) -> the new p, the new state
    raise NotImplementedError
