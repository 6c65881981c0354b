# interview: paged-cache
"""Write the class. `interview show 51` has the task, `interview grade 51` grades this file."""

import torch
from torch import Tensor, nn


class PagedCache(nn.Module):
    def __init__(self, num_blocks: int, block_size: int, heads: int, d: int):
        super().__init__()
        raise NotImplementedError

    def new(self) -> int:
        # -> the number of a new, empty sequence
        raise NotImplementedError

    def append(self, sequence: int, k: Tensor, v: Tensor) -> None:
        # k, v (H, n, d): n more tokens
        raise NotImplementedError

    def fork(self, sequence: int) -> int:
        # -> the number of the new sequence
        raise NotImplementedError

    def free(self, sequence: int) -> None:
        raise NotImplementedError

    def read(self, sequence: int) -> tuple[Tensor, Tensor]:
        # -> k, v (H, T, d), all tokens of the sequence
        raise NotImplementedError

    def table(self, sequence: int) -> list[int]:
        # -> the numbers of its blocks
        raise NotImplementedError

    def num_free(self) -> int:
        raise NotImplementedError
