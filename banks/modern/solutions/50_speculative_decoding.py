"""Checking the guesses of a draft model. Leviathan et al. 2023, §2.3 and §3.1."""

import torch
from torch import Tensor


def verify(drafts: Tensor, q: Tensor, p: Tensor, accept_draws: Tensor, final_draw: float) -> Tensor:
    """The drafts up to the first rejection and one token more, (n + 1,), distributed as p is.

    `drafts` (γ,) were drawn from `q` (γ, V), one from each row. `p` (γ + 1, V) is what the large model says
    at the same places and after the last draft. `accept_draws` (γ,) and `final_draw` are uniform in [0, 1).
    """
    refuse_other_shapes(drafts, q, p, accept_draws)
    n = number_accepted(drafts, q, p, accept_draws)
    probs = p[n]  # (V,)
    if n < len(drafts):
        residual = (p[n] - q[n]).clamp(min=0)  # (V,), what q has given too seldom
        if residual.sum() > 0:
            probs = residual / residual.sum()
    return torch.cat([drafts[:n], drawn(probs, final_draw)])


def number_accepted(drafts: Tensor, q: Tensor, p: Tensor, accept_draws: Tensor) -> int:
    """How many drafts stand before the first that is rejected."""
    rows = torch.arange(len(drafts), device=drafts.device)  # (γ,)
    accepted = accept_draws * q[rows, drafts] < p[rows, drafts]  # u < p / q, where q is 0 as well
    return int(accepted.cumprod(dim=0).sum())


def drawn(probs: Tensor, u: float) -> Tensor:
    """The first token whose cumulative probability exceeds u, (V,) -> (1,)."""
    token = (probs.cumsum(dim=0) <= u).sum()
    # Rounding may leave the whole sum at or below u: the last token that can occur is then drawn.
    return torch.minimum(token, probs.nonzero().max()).reshape(1)


def refuse_other_shapes(drafts: Tensor, q: Tensor, p: Tensor, accept_draws: Tensor) -> None:
    rows, tokens = q.shape
    if not len(drafts) == len(accept_draws) == rows:
        raise ValueError(f"{len(drafts)} drafts, {len(accept_draws)} draws and {rows} rows of q")
    if p.shape != (rows + 1, tokens):
        raise ValueError(f"expected p of shape {(rows + 1, tokens)}, got {tuple(p.shape)}")


def expected_tokens(alpha: float, gamma: int) -> float:
    """Tokens of one pass of the large model, if each of `gamma` drafts is accepted with probability `alpha`.

    Token i + 1 comes if the first i drafts are all accepted. The sum is (1 - α^(γ+1)) / (1 - α), but for
    α = 1, where that is 0 / 0.
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha must be from 0 to 1, got {alpha}")
    if gamma < 0:
        raise ValueError(f"gamma must not be negative, got {gamma}")
    return sum(alpha**i for i in range(gamma + 1))
