import math

import torch
from torch import nn


class Sequence:
    def __init__(self, table=(), length=0):
        self.table, self.length = list(table), length


class PagedCache(nn.Module):
    """Each block knows the sequences that have it; slots are numbered through the whole pool."""

    def __init__(self, num_blocks, block_size, heads, d):
        super().__init__()
        if not (num_blocks >= 1 and block_size >= 1):
            raise ValueError("sizes")
        self.B = block_size
        self.shape = (heads, d)
        self.register_buffer("keys", torch.empty(heads, num_blocks * block_size, d))
        self.register_buffer("values", torch.empty(heads, num_blocks * block_size, d))
        self.readers = [set() for _ in range(num_blocks)]
        self.all = []

    def seq(self, i):
        if not 0 <= i < len(self.all) or self.all[i] is None:
            raise ValueError(i)
        return self.all[i]

    def free_blocks(self):
        return [b for b, readers in enumerate(self.readers) if not readers]

    def num_free(self):
        return len(self.free_blocks())

    def table(self, sequence):
        return [*self.seq(sequence).table]

    def new(self):
        self.all.append(Sequence())
        return len(self.all) - 1

    def fork(self, sequence):
        parent = self.seq(sequence)
        child = self.new()
        self.all[child] = Sequence(parent.table, parent.length)
        for b in parent.table:
            self.readers[b].add(child)
        return child

    def free(self, sequence):
        for b in self.seq(sequence).table:
            self.readers[b].remove(sequence)
        self.all[sequence] = None

    def slots(self, blocks):
        return [b * self.B + i for b in blocks for i in range(self.B)]

    def append(self, sequence, k, v):
        s = self.seq(sequence)
        if k.shape != v.shape or k.dim() != 3 or (k.shape[0], k.shape[2]) != self.shape:
            raise ValueError("shapes")
        total = s.length + k.shape[1]
        if total == s.length:
            return
        full, free = s.length // self.B, self.free_blocks()
        tail = s.table[full:]
        if tail and self.readers[tail[0]] != {sequence}:
            mine = []
        else:
            mine = tail
        missing = math.ceil(total / self.B) - full - len(mine)
        if missing > len(free):
            raise ValueError("full")
        if tail and not mine:
            fresh = self.slots(free[:1])
            stale = self.slots(tail)
            self.keys[:, fresh] = self.keys[:, stale]
            self.values[:, fresh] = self.values[:, stale]
            self.readers[tail[0]].discard(sequence)
        s.table = s.table[:full] + mine + free[:missing]
        for b in free[:missing]:
            self.readers[b].add(sequence)
        where = self.slots(s.table)[s.length : total]
        self.keys[:, where] = k.to(self.keys.dtype)
        self.values[:, where] = v.to(self.values.dtype)
        s.length = total

    def read(self, sequence):
        s = self.seq(sequence)
        where = self.slots(s.table)[: s.length]
        return self.keys[:, where], self.values[:, where]
