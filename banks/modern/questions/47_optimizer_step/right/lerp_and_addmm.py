import torch


def adamw_step(p, g, state, lr, betas, eps, weight_decay):
    """In the order of torch's optimizer, with the corrections taken together."""
    if p.shape != g.shape:
        raise ValueError("shapes")
    b1, b2 = betas
    step = state["step"] + 1
    m = state["m"].lerp(g, 1 - b1)
    v = (state["v"] * b2).addcmul(g, g, value=1 - b2)
    step_size = lr / (1 - b1**step)
    denom = v.sqrt() / (1 - b2**step) ** 0.5 + eps
    shrunk = p.mul(1 - lr * weight_decay)
    return shrunk.addcdiv(m, denom, value=-step_size), {"step": step, "m": m, "v": v}


def muon_step(p, g, state, lr, momentum, weight_decay):
    if p.ndim != 2 or g.shape != p.shape:
        raise ValueError("a matrix and its gradient")
    m = state["m"] * momentum + g
    x = g + m * momentum
    rows, cols = p.shape
    # The smaller product can also be had from the other side: x (a + b xᵀx + c (xᵀx)²).
    x = x / torch.clamp(torch.linalg.matrix_norm(x), min=1e-7)
    for _ in range(5):
        if rows <= cols:
            s = x @ x.T
            x = torch.addmm(x, torch.addmm(s, s, s, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
        else:
            s = x.T @ x
            x = torch.addmm(x, x, torch.addmm(s, s, s, beta=-4.7750, alpha=2.0315), beta=3.4445)
    ratio = max(1.0, rows / cols) ** 0.5
    return p.mul(1 - lr * weight_decay).add(x, alpha=-lr * ratio), {"m": m}
