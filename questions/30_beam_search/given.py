"""The step functions that beam_search is given: prefixes (N, T) -> log-probabilities (N, V).

All look at the whole prefix, and the same prefix always gives the same distribution.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Recurrent(nn.Module):
    """A small recurrent language model with random weights.

    `eos_id` is improbable at first and likely after about `length` tokens; `sharpness` makes the
    distributions more peaked.
    """

    def __init__(
        self, vocab: int, eos_id: int, length: float, sharpness: float = 3.0, hidden: int = 8
    ) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocab, hidden)
        self.recur = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, vocab)
        self.eos_id, self.length, self.sharpness = eos_id, length, sharpness

    def forward(self, prefixes: Tensor) -> Tensor:
        state = torch.zeros(prefixes.size(0), self.recur.in_features, dtype=self.out.weight.dtype)
        for t in range(prefixes.size(1)):
            state = torch.tanh(self.recur(state) + 2 * self.embed(prefixes[:, t]))
        logits = self.sharpness * self.out(state)
        logits[:, self.eos_id] += prefixes.size(1) - self.length
        return logits.log_softmax(dim=-1)


class Tree:
    """A distribution for each prefix that `branches` names, `otherwise` for all others.

    The prefixes are written without the start symbol: `{(): [...], (2, 3): [...]}`.
    """

    def __init__(
        self, otherwise: list[float], branches: dict[tuple[int, ...], list[float]]
    ) -> None:
        self.otherwise, self.branches = otherwise, branches

    def __call__(self, prefixes: Tensor) -> Tensor:
        rows = [
            self.branches.get(tuple(prefix[1:]), self.otherwise) for prefix in prefixes.tolist()
        ]
        return torch.tensor(rows, dtype=torch.float64).log()


class Flat(nn.Module):
    """Nearly uniform over a large vocabulary, with another distribution for each sum of a prefix.

    `eos_id` is all but impossible.
    """

    def __init__(self, vocab: int, eos_id: int, kinds: int = 7) -> None:
        super().__init__()
        self.table = nn.Embedding(kinds, vocab)
        self.eos_id = eos_id

    def forward(self, prefixes: Tensor) -> Tensor:
        logits = self.table(prefixes.sum(dim=1) % self.table.num_embeddings)
        logits[:, self.eos_id] -= 30
        return logits.log_softmax(dim=-1)
