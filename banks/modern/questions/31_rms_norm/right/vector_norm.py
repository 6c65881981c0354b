import torch


def rms_norm(x, weight, eps, offset=0.0):
    """By the length of the row, in float64 throughout."""
    if list(weight.shape) != [x.size(-1)]:
        raise ValueError("weight needs one number for each feature")
    wide = x.double()
    length = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
    scale = (length * length / x.size(-1) + eps) ** -0.5
    return torch.mul(wide * scale, weight.double() + offset).type_as(x)


def add_rms_norm(x, residual, weight, eps):
    if x.size() != residual.size():
        raise ValueError("x and residual must have one shape")
    total = torch.add(residual, x)
    return (rms_norm(total, weight, eps), total)
