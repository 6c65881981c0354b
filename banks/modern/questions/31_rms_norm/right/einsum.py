import torch


def normed_rows(wide, gain, eps):
    flat = wide.reshape(-1, wide.shape[-1])
    squares = torch.einsum("nd,nd->n", flat, flat) / flat.shape[1]
    rows = flat * torch.rsqrt(squares + eps).unsqueeze(1)
    return torch.einsum("nd,d->nd", rows, gain).reshape(wide.shape)


def rms_norm(x, weight, eps, offset=0.0):
    if weight.shape != (x.shape[-1],):
        raise ValueError("one weight for each feature, please")
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return normed_rows(x.to(dtype), weight.to(dtype) + offset, eps).to(x.dtype)


def add_rms_norm(x, residual, weight, eps):
    if list(x.shape) != list(residual.shape):
        raise ValueError("no broadcasting here")
    total = x.clone()
    total += residual
    return rms_norm(total, weight, eps, offset=0.0), total
