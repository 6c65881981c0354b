import torch


def rms_norm(x, weight, eps, offset=0.0):
    """Everything in float32, whatever came in."""
    if weight.dim() != 1 or len(weight) != x.shape[-1]:
        raise ValueError("weight and x do not fit")
    h = x.float()
    h = h / (h.pow(2).mean(-1, keepdim=True) + eps).sqrt()
    h = h * weight.float() + h * offset
    return h.to(x.dtype)


def add_rms_norm(x, residual, weight, eps):
    """The sum is rounded once for the residual; the norm reads it before that."""
    if x.shape != residual.shape:
        raise ValueError("x and residual differ")
    wide = x.float() + residual.float()
    return rms_norm(wide, weight, eps).to(x.dtype), (x + residual)
