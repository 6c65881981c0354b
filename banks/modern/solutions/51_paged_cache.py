"""A key-value cache in blocks that sequences share until one writes. Kwon et al. 2023, §4."""

import torch
from torch import Tensor, nn


class PagedCache(nn.Module):
    """A pool of `num_blocks` blocks, each with room for the keys and values of `block_size` tokens.

    A sequence is known by its number. Its table lists the blocks that hold its tokens, in their order.
    """

    def __init__(self, num_blocks: int, block_size: int, heads: int, d: int):
        super().__init__()
        if num_blocks < 1 or block_size < 1:
            raise ValueError(f"{num_blocks} blocks of {block_size} tokens: both must be at least 1")
        self.block_size = block_size
        pool = torch.zeros(2, num_blocks, block_size, heads, d)  # keys and values
        self.register_buffer("pool", pool)
        self.holders = [0] * num_blocks  # how many tables each block is in
        self.tables: dict[int, list[int]] = {}
        self.lengths: dict[int, int] = {}
        self.made = 0

    def num_free(self) -> int:
        return self.holders.count(0)

    def table(self, sequence: int) -> list[int]:
        """The numbers of its blocks, in the order of its tokens."""
        return list(self.blocks(sequence))

    def blocks(self, sequence: int) -> list[int]:
        if sequence not in self.tables:
            raise ValueError(f"there is no sequence {sequence}")
        return self.tables[sequence]

    def take(self) -> int:
        block = self.holders.index(0)  # the lowest free one
        self.holders[block] = 1
        return block

    def new(self) -> int:
        """The number of a new, empty sequence."""
        sequence = self.made
        self.made += 1
        self.tables[sequence], self.lengths[sequence] = [], 0
        return sequence

    def fork(self, sequence: int) -> int:
        """The number of a new sequence with the same tokens, in the same blocks."""
        blocks = self.blocks(sequence)
        child = self.new()
        self.tables[child], self.lengths[child] = list(blocks), self.lengths[sequence]
        for block in blocks:
            self.holders[block] += 1
        return child

    def free(self, sequence: int) -> None:
        """Gives up the sequence; blocks that no other one holds can be taken again."""
        for block in self.blocks(sequence):
            self.holders[block] -= 1
        del self.tables[sequence], self.lengths[sequence]

    def append(self, sequence: int, k: Tensor, v: Tensor) -> None:
        """Writes the keys and values (H, n, d) of n more tokens, all or none."""
        table, start = self.blocks(sequence), self.lengths[sequence]
        heads, d = self.pool.shape[3:]
        if not k.shape == v.shape == (heads, *k.shape[1:2], d):
            shapes = f"{tuple(k.shape)} and {tuple(v.shape)}"
            raise ValueError(f"k and v must be ({heads}, n, {d}), got {shapes}")
        end = start + k.size(1)
        # Only a block with room left is written into, so a full one stays shared for good.
        writes = end > start and start % self.block_size > 0
        copies = writes and self.holders[table[-1]] > 1
        grows = -(-end // self.block_size) - len(table)
        if copies + grows > self.num_free():
            raise ValueError(f"{copies + grows} blocks are needed, {self.num_free()} are free")

        if copies:
            shared, table[-1] = table[-1], self.take()
            self.holders[shared] -= 1
            self.pool[:, table[-1]] = self.pool[:, shared]
        table += [self.take() for _ in range(grows)]
        place = torch.arange(start, end)
        block = torch.tensor(table, dtype=torch.long)[place // self.block_size]  # (n,)
        new = torch.stack([k, v]).transpose(1, 2)  # (2, n, H, d)
        self.pool[:, block, place % self.block_size] = new
        self.lengths[sequence] = end

    def read(self, sequence: int) -> tuple[Tensor, Tensor]:
        """All keys and values of the sequence so far, each (H, T, d)."""
        held = self.pool[:, self.blocks(sequence)]  # (2, blocks, block_size, H, d), a copy
        k, v = held.flatten(1, 2)[:, : self.lengths[sequence]].transpose(1, 2)
        return k, v
