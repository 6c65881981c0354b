# interview: tensor-parallel
"""Write the two functions. `interview show 60` has the task, `interview grade 60` grades this file."""

from collections.abc import Callable, Sequence

from torch import Tensor


def parallel_mlp(
    xs: list[Tensor],
    shards: list[Sequence[Tensor]],
    biases: list[Tensor],
    all_reduce: Callable[[Sequence[Tensor]], Sequence[Tensor]],
) -> list[Tensor]:
    # of each rank: x (..., D), the shard w1 (F/n, D), b1 (F/n), w2 (D, F/n), the bias (D) -> (..., D)
    raise NotImplementedError


def ring_all_reduce(ranks: list[Tensor]) -> tuple[list[Tensor], list[list[int]]]:
    # n vectors (N) -> their sum (N) on each rank, the numbers that each rank sends in each step
    raise NotImplementedError
