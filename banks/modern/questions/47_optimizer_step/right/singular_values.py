import torch


def adamw_step(p, g, state, lr, betas, eps, weight_decay):
    if list(p.shape) != list(g.shape):
        raise ValueError("shapes")
    t = 1 + state["step"]
    m = state["m"] + (1 - betas[0]) * (g - state["m"])
    v = state["v"] + (1 - betas[1]) * (g * g - state["v"])
    correct = [1 - beta**t for beta in betas]
    direction = m / correct[0] / (torch.sqrt(v / correct[1]) + eps)
    return p - lr * (direction + weight_decay * p), dict(step=t, m=m, v=v)


def muon_step(p, g, state, lr, momentum, weight_decay):
    """The polynomial on the singular values themselves."""
    if len(p.shape) != 2:
        raise ValueError("not a matrix")
    if p.shape != g.shape:
        raise ValueError("shapes")
    m = momentum * state["m"] + g
    u, s, vh = torch.linalg.svd(g + momentum * m, full_matrices=False)
    s = s / s.square().sum().sqrt().clamp(min=1e-7)
    for _ in range(5):
        s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
    update = (u * s) @ vh
    rows, cols = p.shape
    scale = (rows / cols) ** 0.5 if rows > cols else 1.0
    return (1 - lr * weight_decay) * p - lr * scale * update, {"m": m}
