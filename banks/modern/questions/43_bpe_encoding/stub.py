# interview: bpe-encoding
"""Write the two functions. `interview show 43` has the task, `interview grade 43` grades this file."""

import re


def encode(
    text: str,
    merges: list[list[int]],
    pattern: str,
    special: dict[str, int],
    allowed: list[str],
) -> list[int]:
    # merges: [left, right] in the order in which they were learned; merge i makes the id 256 + i
    # special: the text of each special token and its id; allowed: those that may be in the text
    raise NotImplementedError


def decode(ids: list[int], merges: list[list[int]], special: dict[str, int]) -> str:
    raise NotImplementedError
