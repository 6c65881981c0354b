"""Random programs against one list per sequence; decoding against DynamicCache and one full causal pass."""

from __future__ import annotations

import copy
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional as F
from transformers import DynamicCache

from tests.solutions import load

PagedCache = load(51).PagedCache
H, D = 2, 3
OPERATIONS = st.tuples(
    st.sampled_from(["new", "append", "append", "append", "fork", "free"]),
    st.integers(0, 5),
    st.integers(0, 4),
)


def drawn(count: int) -> Tensor:
    return torch.randn(H, count, D)


class Lists:
    """What a cache promises, by a list of tokens and one of blocks per sequence, and nothing shared."""

    def __init__(self, num_blocks: int, size: int) -> None:
        self.num_blocks, self.size = num_blocks, size
        self.tokens: list[list[Tensor] | None] = []
        self.tables: list[list[int]] = []

    def free_blocks(self) -> list[int]:
        held = {block for table in self.tables for block in table}
        return [block for block in range(self.num_blocks) if block not in held]

    def append(self, sequence: int, new: Tensor) -> bool:
        """Block by block on copies, which are kept if no block was lacking."""
        tokens, table = list(self.tokens[sequence]), list(self.tables[sequence])
        free = self.free_blocks()
        others = [t for number, t in enumerate(self.tables) if number != sequence]
        for token in new.unbind(1):
            begins = len(tokens) % self.size == 0
            if begins or any(table[-1] in other for other in others):
                if not free:
                    return False
                table = [*table, free.pop(0)] if begins else [*table[:-1], free.pop(0)]
            tokens.append(token)
        self.tokens[sequence], self.tables[sequence] = tokens, table
        return True


@settings(max_examples=60)
@given(st.integers(1, 6), st.integers(1, 3), st.lists(OPERATIONS, max_size=30))
def test_random_programs_do_what_a_list_for_each_sequence_does(num_blocks, size, program):
    cache, lists = PagedCache(num_blocks, size, H, D), Lists(num_blocks, size)
    for name, sequence, count in program:
        if name == "new":
            assert cache.new() == len(lists.tokens)
            lists.tokens.append([])
            lists.tables.append([])
        elif sequence >= len(lists.tokens) or lists.tokens[sequence] is None:
            with pytest.raises(ValueError, match=f"no sequence {sequence}"):
                cache.append(sequence, *drawn(2 * count).chunk(2, 1))
        elif name == "fork":
            assert cache.fork(sequence) == len(lists.tokens)
            lists.tokens.append(list(lists.tokens[sequence]))
            lists.tables.append(list(lists.tables[sequence]))
        elif name == "free":
            cache.free(sequence)
            lists.tokens[sequence], lists.tables[sequence] = None, []
        else:
            new = drawn(count)
            if lists.append(sequence, new):
                cache.append(sequence, new, -new)
            else:
                with pytest.raises(ValueError, match=f"{cache.num_free()} are free"):
                    cache.append(sequence, new, -new)
        same(cache, lists)


def same(cache: PagedCache, lists: Lists) -> None:
    assert cache.num_free() == len(lists.free_blocks())
    for sequence, tokens in enumerate(lists.tokens):
        if tokens is not None:
            assert cache.table(sequence) == lists.tables[sequence]
            k, v = cache.read(sequence)
            assert torch.equal(k, torch.stack(tokens, 1) if tokens else torch.zeros(H, 0, D))
            assert torch.equal(v, -k)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_forks_and_all_read_what_a_cache_of_transformers_holds(size):
    torch.manual_seed(size)
    cache, theirs = PagedCache(200, size, H, D), {0: DynamicCache()}
    cache.new()
    for step in range(12):
        if step % 4 == 3:
            parent = step % len(theirs)
            theirs[cache.fork(parent)] = copy.deepcopy(theirs[parent])
        for sequence, other in theirs.items():
            k, v = drawn(1 + (step + sequence) % 3), drawn(1 + (step + sequence) % 3)
            cache.append(sequence, k, v)
            wanted = other.update(k[None], v[None], layer_idx=0)
            assert all(map(torch.equal, cache.read(sequence), (one[0] for one in wanted)))


def test_decoding_in_pages_is_one_causal_pass():
    torch.manual_seed(0)
    q, k, v = (torch.randn(H, 11, D, dtype=torch.float64) for _ in range(3))
    cache = PagedCache(4, 3, H, D).double()
    sequence, outs = cache.new(), []
    for t in range(11):
        cache.append(sequence, k[:, t : t + 1], v[:, t : t + 1])
        outs.append(F.scaled_dot_product_attention(q[:, t : t + 1], *cache.read(sequence)))
    wanted = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    torch.testing.assert_close(torch.cat(outs, 1), wanted, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("prompt", "samples", "answer", "size"), [(7, 4, 6, 3), (6, 3, 4, 3), (5, 5, 1, 8)]
)
def test_samples_of_one_prompt_share_its_full_blocks(prompt, samples, answer, size):
    cache = PagedCache(60, size, H, D)
    cache.append(cache.new(), drawn(prompt), drawn(prompt))
    sequences = [0, *(cache.fork(0) for _ in range(samples - 1))]
    assert cache.num_free() == 60 - math.ceil(prompt / size)
    for sequence in sequences:
        cache.append(sequence, drawn(answer), drawn(answer))
    own = math.ceil((prompt + answer) / size) - prompt // size
    assert cache.num_free() == 60 - prompt // size - samples * own
    for sequence in sequences:
        cache.free(sequence)
    assert cache.num_free() == 60


def test_a_free_slot_in_a_shared_block_needs_a_free_block():
    cache = PagedCache(2, 4, H, D)
    cache.append(cache.new(), drawn(5), drawn(5))
    child = cache.fork(0)
    with pytest.raises(ValueError, match="1 blocks are needed, 0 are free"):
        cache.append(child, drawn(1), drawn(1))
    cache.free(0)
    cache.append(child, drawn(1), drawn(1))
    assert cache.table(child) == [0, 1]


@pytest.mark.parametrize("shape", [(H, D), (1, 2, D), (H, 2, 1), (1, H, 2, D), (D,)])
def test_tokens_of_another_shape_are_refused(shape):
    cache = PagedCache(2, 2, H, D)
    with pytest.raises(ValueError, match="must be"):
        cache.append(cache.new(), torch.ones(shape), torch.ones(shape))


@pytest.mark.parametrize("sizes", [(0, 2), (2, 0), (-1, -1)])
def test_a_pool_without_room_is_refused(sizes):
    with pytest.raises(ValueError, match="at least 1"):
        PagedCache(*sizes, H, D)
