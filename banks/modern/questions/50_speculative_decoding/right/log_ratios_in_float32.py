import math

import torch


def verify(drafts, q, p, accept_draws, final_draw):
    gamma = len(q)
    if len(drafts) != gamma or len(accept_draws) != gamma or len(p) != gamma + 1 or p.size(-1) != q.size(-1):
        raise ValueError(f"{len(drafts)}, {len(accept_draws)}, {tuple(q.shape)}, {tuple(p.shape)}")
    p, q, u = p.float(), q.float(), accept_draws.float()
    n = 0
    while n < gamma:
        x = drafts[n]
        if p[n, x] == 0 or u[n].log() >= p[n, x].log() - q[n, x].log():
            break
        n += 1
    weights = p[n]
    if n < gamma and (p[n] > q[n]).any():
        weights = torch.maximum(p[n] - q[n], torch.zeros_like(p[n]))
    reached = weights.cumsum(0)
    above = (reached > final_draw * (reached[-1] if n < gamma else 1.0)).nonzero()
    token = above[0] if len(above) else (weights > 0).nonzero()[-1]
    return torch.cat([drafts[:n], token])


def expected_tokens(alpha, gamma):
    if gamma < 0 or alpha < 0 or alpha > 1:
        raise ValueError("out of range")
    if alpha in (0, 1):
        return 1.0 + alpha * gamma
    # (1 - a^n) / (1 - a) without the loss of digits
    return math.expm1((gamma + 1) * math.log(alpha)) / math.expm1(math.log(alpha))
