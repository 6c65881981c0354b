"""What is in a value tree: its floating tensors, and how many values there are."""

from __future__ import annotations

from typing import Any

from torch import Tensor


def floating_tensors(value: Any) -> list[Tensor]:
    """Every floating tensor in a value tree, in order; a dict's in that of its keys, however it was made."""
    if issubclass(type(value), Tensor):  # what an object says of its class may be a lie
        return [value] if value.is_floating_point() else []
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [tensor for item in value for tensor in floating_tensors(item)]
    return []


def count_values(value: Any) -> int:
    """The numbers in all tensors of a value tree, and everything else that is no list, tuple or dict."""
    if issubclass(type(value), Tensor):
        return int(value.numel())
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(count_values, value)) if isinstance(value, list | tuple) else 1
