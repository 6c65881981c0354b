"""The keys of an exercise's `stages`."""

from __future__ import annotations


def stage_variable(key: str) -> tuple[str, int]:
    """A key of `stages`: the variable, and which of the values it has in a call; -1 for the last.

    `scores` is what it holds at the end, `scores[0]` what it is given first.
    """
    name, _, place = key.removesuffix("]").partition("[")
    return name, int(place) if place else -1
