"""An MLP split over ranks, and a ring all-reduce. Shoeybi et al. 2019, §3; Patarasuk and Yuan 2009.

All ranks live in one process here: a list has what each of them holds.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

AllReduce = Callable[[Sequence[Tensor]], Sequence[Tensor]]


def parallel_mlp(
    xs: list[Tensor],
    shards: list[Sequence[Tensor]],
    biases: list[Tensor],
    all_reduce: AllReduce,
) -> list[Tensor]:
    """The MLP's whole result on each rank.

    Rank i holds a copy of the input `xs[i]` (..., D) and of the second bias `biases[i]` (D), and of
    the weights its shard: w1 (F/n, D), b1 (F/n), w2 (D, F/n).
    """
    counts = {len(xs), len(shards), len(biases)}
    if len(counts) > 1 or 0 in counts:
        raise ValueError(f"expected input, shard and bias for each rank, got {sorted(counts)}")
    parts = []
    for i, x in enumerate(Copied.apply(all_reduce, *xs)):
        w1, b1, w2 = shards[i]
        # Whole features of the hidden layer: the activation needs nothing of the other ranks.
        hidden = F.gelu(F.linear(x, w1, b1))  # (..., F/n)
        parts.append(F.linear(hidden, w2))  # (..., D), a summand of the result
    totals = Summed.apply(all_reduce, *parts)
    return [total + biases[i] for i, total in enumerate(totals)]


class Copied(torch.autograd.Function):
    """Nothing forward; backward, all ranks have used the input, so its gradient is the sum of theirs."""

    @staticmethod
    def forward(ctx: Any, all_reduce: AllReduce, *xs: Tensor) -> tuple[Tensor, ...]:
        ctx.all_reduce = all_reduce
        return xs

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Any, ...]:
        return None, *ctx.all_reduce(grads)


class Summed(torch.autograd.Function):
    """The sum forward; backward, each rank's part gets the gradient of its own result as it is."""

    @staticmethod
    def forward(ctx: Any, all_reduce: AllReduce, *parts: Tensor) -> tuple[Tensor, ...]:
        return tuple(all_reduce(parts))

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Any, ...]:
        return None, *grads


def ring_all_reduce(ranks: list[Tensor]) -> tuple[list[Tensor], list[list[int]]]:
    """The sum of n vectors (N) on each rank, and how many numbers each rank sends in each step."""
    lengths = {len(vector) for vector in ranks}
    if len(lengths) != 1:
        raise ValueError(f"expected vectors of one length, got {sorted(lengths)}")
    n = len(ranks)
    held = [list(vector.tensor_split(n)) for vector in ranks]  # held[i][c]: chunk c on rank i
    sizes = [len(chunk) for chunk in held[0]]
    sent: list[list[int]] = [[] for _ in ranks]
    ring = [(i, (i + 1) % n) for i in range(n)]  # who sends to whom
    for step in range(n - 1):  # reduce-scatter: a chunk goes round and grows
        for i, right in ring:
            c = (i - step) % n
            held[right][c] = held[right][c] + held[i][c]
            sent[i].append(sizes[c])
    for step in range(n - 1):  # all-gather: chunk i + 1, whole on rank i, goes round once more
        for i, right in ring:
            c = (i + 1 - step) % n
            held[right][c] = held[i][c]
            sent[i].append(sizes[c])
    return [torch.cat(chunks) for chunks in held], sent
