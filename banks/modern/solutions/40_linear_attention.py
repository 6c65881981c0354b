"""Linear attention with decay, by token and by chunk. Katharopoulos et al. 2020, §3.3; Dao and Gu 2024, §6."""

import math

import torch
from torch import Tensor


def widened(*tensors: Tensor) -> list[Tensor]:
    """The same numbers in float32 at least, since a state adds up over the whole text."""
    return [x.to(torch.promote_types(x.dtype, torch.float32)) for x in tensors]


def first_state(k: Tensor, v: Tensor) -> Tensor:
    B, H, _, dk = k.shape
    return k.new_zeros(B, H, dk, v.size(-1))


def recurrent(
    q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, state: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """One token after the other: the state decays, takes the new pair, and is read.

    `q` and `k` (B, H, T, dk), `v` (B, H, T, dv), `log_decay` (B, H, T) at most 0, `state` (B, H, dk, dv).
    Returns (B, H, T, dv) and the last state, in the dtype of `q`.
    """
    dtype = q.dtype
    state = first_state(k, v) if state is None else state
    q, k, v, log_decay, state = widened(q, k, v, log_decay, state)
    outs = []
    for t in range(q.size(2)):
        decay = log_decay[:, :, t, None, None].exp()  # (B, H, 1, 1)
        pair = k[:, :, t, :, None] * v[:, :, t, None, :]  # (B, H, dk, dv)
        state = decay * state + pair
        outs.append(q[:, :, t, None] @ state)  # (B, H, 1, dv)
    return torch.cat(outs, dim=2).to(dtype), state.to(dtype)


def one_chunk(
    q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, state: Tensor
) -> tuple[Tensor, Tensor]:
    """C tokens at once: what they read of each other, and what they read of the state before them."""
    C = q.size(2)
    total = log_decay.cumsum(dim=-1)  # (B, H, C), from the chunk's beginning to each token
    future = torch.ones(C, C, dtype=torch.bool, device=q.device).triu(diagonal=1)
    # Every exponent is a difference of at most 0: exp(total) and exp(-total) apart would overflow.
    between = total[..., :, None] - total[..., None, :]  # (B, H, C, C), from key to query
    weights = q @ k.transpose(-2, -1) * between.masked_fill(future, -math.inf).exp()
    out = weights @ v + total.exp()[..., None] * (q @ state)  # (B, H, C, dv)

    end = total[..., -1:]  # (B, H, 1)
    kept = (end - total).exp()[..., None] * k  # (B, H, C, dk), what is left of each at the end
    state = end.exp()[..., None] * state + kept.transpose(-2, -1) @ v  # (B, H, dk, dv)
    return out, state


def chunked(
    q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, chunk: int, state: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """The same as `recurrent`, in matrix products over `chunk` tokens; the last chunk may be shorter."""
    if chunk < 1:
        raise ValueError(f"chunk must be at least 1, got {chunk}")
    dtype = q.dtype
    state = first_state(k, v) if state is None else state
    q, k, v, log_decay, state = widened(q, k, v, log_decay, state)
    outs = []
    for start in range(0, q.size(2), chunk):
        here = slice(start, start + chunk)
        out, state = one_chunk(
            q[:, :, here], k[:, :, here], v[:, :, here], log_decay[:, :, here], state
        )
        outs.append(out)
    return torch.cat(outs, dim=2).to(dtype), state.to(dtype)
