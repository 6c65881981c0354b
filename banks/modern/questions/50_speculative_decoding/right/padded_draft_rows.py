import torch


def verify(drafts, q, p, accept_draws, final_draw):
    """A row of zeros for q: then the bonus token comes from a residual like any other."""
    gamma, V = q.shape
    if (drafts.shape, accept_draws.shape, p.shape) != ((gamma,), (gamma,), (gamma + 1, V)):
        raise ValueError("shapes")
    residuals = torch.relu(p - torch.cat([q, q.new_zeros(1, V)]))
    residuals = torch.where(residuals.sum(-1, keepdim=True) > 0, residuals, p)
    at = drafts.unsqueeze(-1)
    chosen, guessed = p[:-1].gather(-1, at).squeeze(-1), q.gather(-1, at).squeeze(-1)
    rejected = ~(accept_draws < chosen / guessed)  # 0 / 0 is NaN, and below NaN is nothing
    n = gamma if not rejected.any() else int(rejected.int().argmax())
    weights = residuals[n] / residuals[n].sum()
    possible = torch.arange(V, device=p.device)[weights > 0]
    place = torch.searchsorted(weights[possible].cumsum(0), final_draw, right=True)
    return torch.cat((drafts[:n], possible[place.clamp(max=len(possible) - 1)].view(1)))


def expected_tokens(alpha, gamma):
    if not (0 <= alpha <= 1 and gamma >= 0):
        raise ValueError("alpha or gamma")
    tokens = 1.0
    for _ in range(gamma):
        tokens = 1 + alpha * tokens
    return tokens
