from typing import NamedTuple

import torch


class Hypothesis(NamedTuple):
    tokens: list[int]
    log_prob: float

    def score(self, length_penalty):
        return self.log_prob / len(self.tokens) ** length_penalty


def beam_search(step, bos_id, eos_id, beam_size, max_len, length_penalty):
    if beam_size < 1:
        raise ValueError(f"beam_size must be at least 1, got {beam_size}")
    if max_len < 1:
        raise ValueError(f"max_len must be at least 1, got {max_len}")

    first = step(torch.tensor([[bos_id]]))[0]
    best, tokens = first.topk(min(beam_size, len(first)))
    live, finished = [], []
    for log_prob, token in zip(best.tolist(), tokens.tolist(), strict=True):
        (finished if token == eos_id else live).append(Hypothesis([token], log_prob))
    for _ in range(max_len - 1):
        if not live:
            break
        best, tokens = step(torch.tensor([[bos_id, *h.tokens] for h in live])).max(dim=1)
        extended = [
            Hypothesis([*h.tokens, token], h.log_prob + log_prob)
            for h, log_prob, token in zip(live, best.tolist(), tokens.tolist(), strict=True)
        ]
        finished += [h for h in extended if h.tokens[-1] == eos_id]
        live = [h for h in extended if h.tokens[-1] != eos_id]

    winner = max(finished + live, key=lambda h: h.score(length_penalty))
    return winner.tokens, winner.score(length_penalty)
