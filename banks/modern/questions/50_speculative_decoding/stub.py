# interview: speculative-decoding
"""Write the two functions. `interview show 50` has the task, `interview grade 50` grades this file."""

import torch
from torch import Tensor


def verify(drafts: Tensor, q: Tensor, p: Tensor, accept_draws: Tensor, final_draw: float) -> Tensor:
    # drafts (γ,) ids, q (γ, V), p (γ + 1, V), accept_draws (γ,) -> (n + 1,) ids, n drafts accepted
    raise NotImplementedError


def expected_tokens(alpha: float, gamma: int) -> float:
    raise NotImplementedError
