"""Question 51."""

from __future__ import annotations

from tests.drills.recomputed import drill


def blocks_of(tokens, size):
    """The blocks of a sequence, each as the places of the tokens in it."""
    return [range(tokens)[start : start + size] for start in range(0, tokens, size)]


@drill("paged-cache", "share nothing. How many blocks do they hold")
def _(s, a, b, c):
    return len([block for tokens in (a, b, c) for block in blocks_of(tokens, s)])


@drill("paged-cache", "How many slots more are empty on the first")
def _(n, t, m, s):
    reserved = n * (m - t)
    paged = n * sum(s - len(block) for block in blocks_of(t, s))
    return reserved - paged


@drill("paged-cache", "How many blocks do they hold together at the end")
def _(p, n, g, s):
    """A block is shared if all of its tokens are the prompt's."""
    held = {
        (None if block[-1] < p and len(block) == s else sample, block[0])
        for sample in range(n)
        for block in blocks_of(p + g, s)
    }
    return len(held)


@drill("paged-cache", "the last of which is full. One of them appends")
def _():
    size, tokens, holders = 4, 12, 2
    begins = tokens % size == 0
    copied = not begins and holders > 1
    return {
        "takes a new block": begins and not copied,
        "the last block is copied": copied,
        "all three": False,
        "refused": False,
    }
