import math

import torch


def adamw_step(p, g, state, lr, betas, eps, weight_decay):
    if g.shape != p.shape:
        raise ValueError(f"{g.shape} for {p.shape}")
    (beta1, beta2), t = betas, state["step"] + 1
    g32 = g.float()
    m = beta1 * state["m"].float() + (1 - beta1) * g32
    v = beta2 * state["v"].float() + (1 - beta2) * g32**2
    m_hat, v_hat = m / (1 - math.pow(beta1, t)), v / (1 - math.pow(beta2, t))
    new = p.float() - lr * weight_decay * p.float() - lr * m_hat / (torch.sqrt(v_hat) + eps)
    return new.to(p.dtype), {"step": t, "m": m.to(p.dtype), "v": v.to(p.dtype)}


def muon_step(p, g, state, lr, momentum, weight_decay):
    if p.dim() != 2 or p.shape != g.shape:
        raise ValueError("a matrix is needed, and its gradient")
    m = momentum * state["m"] + g
    x = torch.add(g, m, alpha=momentum).float()
    x = x / max(float(torch.sqrt((x**2).sum())), 1e-7)
    flip = p.shape[0] > p.shape[1]
    x = x.t() if flip else x
    for _ in range(5):
        gram = x @ x.t()
        x = 3.4445 * x - 4.7750 * (gram @ x) + 2.0315 * gram @ (gram @ x)
    x = x.t() if flip else x
    p = p - lr * weight_decay * p
    return p - lr * math.sqrt(max(1, p.shape[0] / p.shape[1])) * x.to(p.dtype), {"m": m}
