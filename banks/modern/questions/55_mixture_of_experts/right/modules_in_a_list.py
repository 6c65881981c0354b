"""A mixture of experts and its balance. Shazeer et al. 2017, §2; Fedus et al. 2022, §2.2; Jiang et al. 2024, §2."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class MoE(nn.Module):
    """E gated feed-forward networks, of which each token goes through the K that the router gives it."""

    def __init__(
        self, d_model: int, d_ff: int, num_experts: int, top_k: int, renormalise: bool = True
    ):
        super().__init__()
        if not 1 <= top_k <= num_experts:
            raise ValueError(f"top_k must be from 1 to {num_experts}, got {top_k}")
        self.top_k, self.renormalise = top_k, renormalise
        self.router = nn.Linear(d_model, num_experts, bias=False)
        self.experts = nn.ModuleList(Expert(d_model, d_ff) for _ in range(num_experts))

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The mixed outputs (B, T, D), 0 at padding, and the balancing loss ()."""
        tokens = x[mask]  # (N, D), the real ones of the whole batch
        probs, chosen, weights = self.route(tokens)
        mixed = torch.zeros_like(tokens)
        for e in range(len(self.experts)):
            token, choice = (chosen == e).nonzero(as_tuple=True)  # whose choice e is, and which
            part = weights[token, choice, None] * self.expert(e, tokens[token])
            mixed = mixed.index_add(0, token, part)
        out = torch.zeros_like(x).index_put((mask,), mixed)
        return out, balancing_loss(probs, chosen)

    def route(self, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Probabilities (N, E), and the chosen experts with their weights, (N, K) each."""
        logits = self.router(tokens)  # (N, E)
        order = logits.argsort(dim=-1, descending=True, stable=True)  # of equals the lower first
        chosen = order[:, : self.top_k]
        probs = logits.softmax(dim=-1)
        weights = probs.gather(-1, chosen)
        if self.renormalise:
            weights = weights / weights.sum(dim=-1, keepdim=True)
        return probs, chosen, weights

    def expert(self, e: int, tokens: Tensor) -> Tensor:
        return self.experts[e](tokens)


def matrices(experts: int, out: int, width: int) -> nn.Parameter:
    return nn.Parameter(torch.randn(experts, out, width) / math.sqrt(width))


def balancing_loss(probs: Tensor, chosen: Tensor) -> Tensor:
    """E · Σ f·P over the experts: 1 if choices and probabilities are even, more if both lean to the same few.

    f, a count, has no gradient. P has: the probability of experts that are chosen too often is pushed down.
    """
    experts = probs.size(1)
    counts = torch.bincount(chosen.flatten(), minlength=experts)  # (E,)
    share = counts / max(chosen.numel(), 1)  # f, sums to 1
    mean = probs.sum(dim=0) / max(len(probs), 1)  # P, sums to 1
    return experts * (share * mean).sum()


class Expert(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.w_gate = nn.Linear(d_model, d_ff, bias=False)
        self.w_up = nn.Linear(d_model, d_ff, bias=False)
        self.w_down = nn.Linear(d_ff, d_model, bias=False)

    def forward(self, x):
        return self.w_down(F.silu(self.w_gate(x)) * self.w_up(x))
