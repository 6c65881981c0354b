import torch


def layer_norm_backward(grad, x, weight, eps):
    """One row at a time, with the (D, D) Jacobian of the norm written out."""
    check(grad, x, weight)
    D = x.shape[-1]
    one = torch.eye(D, dtype=x.dtype, device=x.device)
    centring = one - 1.0 / D
    dx, dweight = torch.zeros_like(x).reshape(-1, D), torch.zeros_like(weight)
    for i, (g, row) in enumerate(zip(grad.reshape(-1, D), x.reshape(-1, D))):
        c = row - row.mean()
        s = (c.dot(c) / D + eps).sqrt()
        jacobian = (one / s - torch.outer(c, c) / (D * s**3)) @ centring
        dx[i] = jacobian.T @ (weight * g)
        dweight += g * c / s
    return dx.reshape(x.shape), dweight, grad.reshape(-1, D).sum(0)


def rms_norm_backward(grad, x, weight, eps):
    check(grad, x, weight)
    D = x.shape[-1]
    dx, dweight = torch.zeros_like(x).reshape(-1, D), torch.zeros_like(weight)
    for i, (g, row) in enumerate(zip(grad.reshape(-1, D), x.reshape(-1, D))):
        s = (row.dot(row) / D + eps).sqrt()
        jacobian = torch.eye(D, dtype=x.dtype, device=x.device) / s - torch.outer(row, row) / (D * s**3)
        dx[i] = jacobian.T @ (weight * g)
        dweight += g * row / s
    return dx.reshape(x.shape), dweight


def check(grad, x, weight):
    if grad.shape != x.shape or list(weight.shape) != [x.shape[-1]]:
        raise ValueError("shapes do not fit")
