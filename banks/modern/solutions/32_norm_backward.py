"""The backward pass of LayerNorm and RMSNorm by hand. Ba et al. 2016; Zhang and Sennrich 2019."""

import torch
from torch import Tensor


def layer_norm_backward(
    grad: Tensor, x: Tensor, weight: Tensor, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradients of x (..., D), weight (D) and bias (D), from that of the result, `grad` (..., D)."""
    refuse_other_shapes(grad, x, weight)
    centred = x - x.mean(dim=-1, keepdim=True)  # (..., D)
    inverse_std = torch.rsqrt(centred.square().mean(dim=-1, keepdim=True) + eps)  # (..., 1)
    normed = centred * inverse_std
    g = grad * weight  # (..., D), the gradient of normed
    # The norm doesn't see a shift of all features, nor their size: what g has of both directions goes.
    shift = g.mean(dim=-1, keepdim=True)  # (..., 1)
    size = (g * normed).mean(dim=-1, keepdim=True)  # (..., 1)
    dx = inverse_std * (g - shift - normed * size)
    return dx, sum_of_rows(grad * normed), sum_of_rows(grad)


def rms_norm_backward(grad: Tensor, x: Tensor, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """The same without a mean and a bias: the gradients of x (..., D) and weight (D)."""
    refuse_other_shapes(grad, x, weight)
    inverse_rms = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)  # (..., 1)
    scaled = x * inverse_rms  # (..., D)
    g = grad * weight  # (..., D), the gradient of scaled
    part = (g * scaled).mean(dim=-1, keepdim=True)  # (..., 1)
    return inverse_rms * (g - scaled * part), sum_of_rows(grad * scaled)


def sum_of_rows(rows: Tensor) -> Tensor:
    """(..., D) -> (D): every token has used the same parameters."""
    return rows.reshape(-1, rows.size(-1)).sum(dim=0)


def refuse_other_shapes(grad: Tensor, x: Tensor, weight: Tensor) -> None:
    if grad.shape != x.shape:
        raise ValueError(f"grad {tuple(grad.shape)} must have the shape of x {tuple(x.shape)}")
    if weight.shape != x.shape[-1:]:
        raise ValueError(f"weight must be {tuple(x.shape[-1:])}, got {tuple(weight.shape)}")
