"""One step of AdamW and one of Muon. Loshchilov and Hutter 2019, Algorithm 2; Jordan et al. 2024."""

import math
from typing import Any

from torch import Tensor

State = dict[str, Any]
A, B, C = 3.4445, -4.7750, 2.0315  # steep at 0, and not exactly 1 at 1: Jordan et al. 2024


def adamw_step(
    p: Tensor,
    g: Tensor,
    state: State,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
) -> tuple[Tensor, State]:
    """The parameter after one step, and the state {"step", "m", "v"}; what came in stays as it is."""
    refuse_another_shape(p, g)
    beta1, beta2 = betas
    t = state["step"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g.square()
    # Both began at 0: of t gradients they hold the share 1 - beta^t only.
    update = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
    # The decay goes past m and v, so that it isn't divided by the size of the gradients.
    return p - lr * weight_decay * p - lr * update, {"step": t, "m": m, "v": v}


def muon_step(
    p: Tensor, g: Tensor, state: State, lr: float, momentum: float, weight_decay: float
) -> tuple[Tensor, State]:
    """The same for a matrix `p` (rows, columns), with the state {"m"}."""
    if p.dim() != 2:
        raise ValueError(f"Muon is for matrices, got a parameter of shape {tuple(p.shape)}")
    refuse_another_shape(p, g)
    m = momentum * state["m"] + g
    update = orthogonalised(g + momentum * m)  # Nesterov: one step of momentum ahead
    scale = math.sqrt(max(1, p.size(0) / p.size(1)))
    return p - lr * weight_decay * p - lr * scale * update, {"m": m}


def orthogonalised(x: Tensor, steps: int = 5) -> Tensor:
    """Nearly U·Vᵀ of x = U·Σ·Vᵀ: each step takes every singular value s to A·s + B·s³ + C·s⁵."""
    tall = x.size(0) > x.size(1)
    if tall:
        x = x.mT  # the smaller of the two products
    x = x / x.norm().clamp(min=1e-7)  # now no singular value is above 1
    for _ in range(steps):
        gram = x @ x.mT  # (rows, rows)
        x = A * x + (B * gram + C * gram @ gram) @ x
    return x.mT if tall else x


def refuse_another_shape(p: Tensor, g: Tensor) -> None:
    if g.shape != p.shape:
        raise ValueError(f"gradient {tuple(g.shape)} of a parameter {tuple(p.shape)}")
