"""Beam search. Sutskever et al. 2014, section 3.2; length normalisation: Wu et al. 2016, section 7."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

Step = Callable[[Tensor], Tensor]


class Hypothesis(NamedTuple):
    """The beginning of a translation, or a whole one."""

    tokens: list[int]  # without the start symbol
    log_prob: float  # the sum over the tokens

    def score(self, length_penalty: float) -> float:
        return self.log_prob / len(self.tokens) ** length_penalty


def best_extensions(
    step: Step, bos_id: int, live: list[Hypothesis], count: int
) -> list[Hypothesis]:
    """The `count` most probable extensions by one token of all live hypotheses together, best first."""
    prefixes = torch.tensor([[bos_id, *h.tokens] for h in live])  # (N, T)
    log_probs = step(prefixes)  # (N, V)
    so_far = log_probs.new_tensor([h.log_prob for h in live])  # (N,)
    totals = (so_far[:, None] + log_probs).flatten()  # (N * V,)
    best, places = totals.topk(min(count, len(totals)))
    found = []
    for log_prob, place in zip(best.tolist(), places.tolist(), strict=True):
        parent, token = divmod(place, log_probs.size(1))
        found.append(Hypothesis([*live[parent].tokens, token], log_prob))
    return found


def beam_search(
    step: Step, bos_id: int, eos_id: int, beam_size: int, max_len: int, length_penalty: float
) -> tuple[list[int], float]:
    """The best sequence found, and its log-probability divided by `length ** length_penalty`."""
    if beam_size < 1:
        raise ValueError(f"beam_size must be at least 1, got {beam_size}")
    if max_len < 1:
        raise ValueError(f"max_len must be at least 1, got {max_len}")

    live, finished = [Hypothesis([], 0.0)], []
    for _ in range(max_len):
        # Each live hypothesis has one extension that ends, so at most half of these do.
        candidates = best_extensions(step, bos_id, live, 2 * beam_size)
        finished += [h for h in candidates[:beam_size] if h.tokens[-1] == eos_id]
        live = [h for h in candidates if h.tokens[-1] != eos_id][:beam_size]

    best = max(finished + live, key=lambda h: h.score(length_penalty))
    return best.tokens, best.score(length_penalty)
