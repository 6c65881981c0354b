"""Questions 35, 39, 40."""

from __future__ import annotations

import math

import torch

from tests.drills.recomputed import bytes_of, drill, shape_of, told


@drill("rotary-scaling", "How many tokens does pair {i} need for one full turn")
def _(d, base, i):
    angle = float((base ** (-torch.arange(0, d, 2) / d))[i])  # of one step
    return 2 * math.pi / angle


@drill("rotary-scaling", "By what is the base multiplied")
def _(s, d):
    """So that the slowest pair turns as slowly as if positions were divided: found by halving."""
    slowest, low, high = (d - 2) / d, 1.0, 1000.0
    for _ in range(100):
        factor = (low + high) / 2
        low, high = (factor, high) if factor**slowest < s else (low, factor)
    return high


@drill("rotary-scaling", "multiplied under the llama3 rule")
def _(n, s):
    """Between the bounds the share of the old frequency grows evenly with the turns."""
    share = (n - 1) / (4 - 1)
    return share * 1 + (1 - share) / s


@drill("rotary-scaling", "By what does its attention factor multiply the scores")
def _(s):
    q, k = torch.randn(2, 8)
    attention_factor = 0.1 * math.log(s) + 1  # of cos and sin, and so of q and of k
    return float((attention_factor * q) @ (attention_factor * k) / (q @ k))


@drill("rotary-scaling", "leaves the fastest pair exactly as it was")
def _():
    """Heads of 64 features, four times the length of 4096; the fastest pair makes hundreds of turns."""
    d, s, length = 64, 4, 4096
    plain = 10000.0 ** (-torch.arange(0, d, 2) / d)
    turns = length * plain / (2 * math.pi)

    def ramp(low, high):
        share = ((turns - low) / (high - low)).clamp(0, 1)
        return plain * (share + (1 - share) / s)

    ways = {
        "YaRN's ramp": ramp(1, 32),
        "position interpolation": plain / s,
        "the bands of Llama 3.1": ramp(1, 4),
        "NTK-aware": (10000.0 * s ** (d / (d - 2))) ** (-torch.arange(0, d, 2) / d),
    }
    return {way: bool(rates[0] == plain[0]) for way, rates in ways.items()}


@drill("latent-attention", "grouped-query attention cache as much")
def _(c, r, d):
    return (c + r) / bytes_of([(d,), (d,)], torch.uint8)


@drill("latent-attention", "in 16 bits. How many MiB")
def _(L, c, r, N):
    layers = [shape for _ in range(L) for shape in ((N, c), (N, r))]
    return bytes_of(layers, torch.bfloat16) / 2**20


@drill("latent-attention", "after `w_uk` has been applied to them")
def _(B, T, S, H, n, c):
    return shape_of(torch.einsum("bhtn,hnc->bhtc", torch.ones(B, H, T, n), torch.ones(H, n, c)))


@drill("latent-attention", "How many multiplications does a query of one head need")
def _(n, r, v, c):
    """The query is in the latent's space already, and so is the mixture: ones count themselves."""
    query, key, weight = torch.ones(c + r), torch.ones(c + r), torch.ones(())
    return int((query * key).sum() + (weight * torch.ones(c)).sum())


told("latent-attention", "Why can't content be rotated as well")


@drill("linear-attention", "How many numbers do all states of the layer have")
def _(H, k, v, B, N):
    return torch.empty(B, H, k, v, device="meta").numel()


@drill("linear-attention", "At how many tokens is the KV cache as large as the state")
def _(H, d, G):
    state, tokens = H * d * d, 0
    while tokens * 2 * G * d < state:
        tokens += 1
    return tokens


@drill("linear-attention", "With which factor does the pair of token {s} count")
def _(g, s, t):
    state = 0.0
    for token in range(t + 1):
        state = state * math.exp(-g) + (token == s)
    return state


@drill("linear-attention", "the state that linear attention carries")
def _(B, H, T, k, v):
    key, value = torch.empty(B, H, k), torch.empty(B, H, v)
    return shape_of(key[..., :, None] * value[..., None, :])


@drill("linear-attention", "and not with `exp(total_t)` on the queries")
def _():
    total = torch.linspace(-1, -2000, 5)
    apart = total.exp()[:, None] * (-total).exp()[None]
    together = (total[:, None] - total[None]).tril().exp().tril()
    return {
        "overflows where the decay is strong": bool(
            (~apart.isfinite()).any() and together.isfinite().all()
        ),
        "fewer operations": False,  # a product of two vectors has fewer
        "not defined": False,  # it is exp itself
        "not be causal": False,  # the mask is the same
    }
