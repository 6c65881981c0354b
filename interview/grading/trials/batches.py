"""Many mutants, a batch to a forked child: one that hangs, ends its process or takes all memory harms no other."""

from __future__ import annotations

import json
import os
import resource
import select
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from interview.grading.forks.children import end_process, fork_child
from interview.grading.sandbox.levels import address_space

BATCH = 40
"""Mutants in a child; a fork of a prepared bench takes some tens of milliseconds."""
SILENCE = 60.0
"""Seconds without a word after which a child is taken to hang where no signal reaches it."""
MORE_MEMORY = 2 * 2**30
"""Bytes that a child may take on top of what it was forked with."""
Work = Callable[[int], dict[str, Any]]
"""What is done with the item of this number, and what is told of it."""


def in_children(items: Sequence[int], work: Work) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """What is told of each item, in their order; None for one that ended its process, or hung."""
    left = list(items)
    while left:
        for item, told in one_child(left[:BATCH], work):
            left.remove(item)
            yield item, told


def one_child(items: Sequence[int], work: Work) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """What a child tells of some items, up to the first that it doesn't outlive."""
    reading, writing = os.pipe()
    pid = fork_child(lambda: tell_of_all(items, work, writing), [reading], group=True)
    os.close(writing)
    with open(reading, "rb") as lines:
        for item in items:
            line = lines.readline() if select.select([reading], [], [], SILENCE)[0] else b""
            if not line.endswith(b"\n"):
                end_process(pid)
                yield item, None
                return
            yield item, json.loads(line)
    end_process(pid)


def tell_of_all(items: Sequence[int], work: Work, writing: int) -> None:
    """In the child: works, a line for each item as soon as it is done."""
    most = address_space() + MORE_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for item in items:
        os.write(writing, json.dumps(work(item)).encode() + b"\n")
    os._exit(0)
