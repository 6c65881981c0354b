import heapq
from collections import Counter

import torch
from torch import nn


class PagedCache(nn.Module):
    """Free blocks in a heap, tokens written one by one; the tensors are made with the first append."""

    def __init__(self, num_blocks, block_size, heads, d):
        super().__init__()
        if num_blocks <= 0 or block_size <= 0:
            raise ValueError("sizes")
        self.size = (num_blocks, block_size, heads, d)
        self.heap = list(range(num_blocks))
        self.count = Counter()
        self.live = {}
        self.next = 0
        self.k = self.v = None

    def num_free(self):
        return len(self.heap)

    def _get(self, sequence):
        try:
            return self.live[sequence]
        except KeyError:
            raise ValueError("unknown sequence") from None

    def table(self, sequence):
        return self._get(sequence)[0][:]

    def new(self):
        self.live[self.next] = ([], 0)
        self.next += 1
        return self.next - 1

    def fork(self, sequence):
        blocks, n = self._get(sequence)
        child = self.new()
        self.live[child] = (blocks.copy(), n)
        self.count.update(blocks)
        return child

    def free(self, sequence):
        blocks, _ = self._get(sequence)
        self.live.pop(sequence)
        for block in blocks:
            self._drop(block)

    def _drop(self, block):
        self.count[block] -= 1
        if not self.count[block]:
            heapq.heappush(self.heap, block)

    def _take(self):
        block = heapq.heappop(self.heap)
        self.count[block] = 1
        return block

    def append(self, sequence, k, v):
        blocks, n = self._get(sequence)
        N, size, H, d = self.size
        if k.ndim != 3 or v.ndim != 3 or k.shape[0] != H or k.shape[2] != d or k.shape != v.shape:
            raise ValueError("shapes")
        count = k.shape[1]
        if count == 0:
            return
        room = len(blocks) * size - n
        needed = max(0, count - room + size - 1) // size
        copy = room > 0 and self.count[blocks[-1]] > 1
        if needed + copy > len(self.heap):
            raise ValueError("no room")
        if self.k is None:
            self.k = torch.zeros(N, H, size, d, dtype=k.dtype, device=k.device)
            self.v = torch.zeros_like(self.k)
        if copy:
            old = blocks.pop()
            blocks.append(self._take())
            self._drop(old)
            self.k[blocks[-1]] = self.k[old].clone()
            self.v[blocks[-1]] = self.v[old].clone()
        for t in range(count):
            if (n + t) % size == 0:
                blocks.append(self._take())
            self.k[blocks[-1], :, (n + t) % size] = k[:, t]
            self.v[blocks[-1], :, (n + t) % size] = v[:, t]
        self.live[sequence] = (blocks, n + count)

    def read(self, sequence):
        blocks, n = self._get(sequence)
        N, size, H, d = self.size
        if self.k is None:
            return torch.zeros(H, 0, d), torch.zeros(H, 0, d)
        if not blocks:
            return self.k.new_zeros(H, 0, d), self.k.new_zeros(H, 0, d)
        parts = [(self.k[b], self.v[b]) for b in blocks]
        return tuple(torch.cat([part[i] for part in parts], 1)[:, :n].clone() for i in range(2))
