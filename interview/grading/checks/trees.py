"""What is in a value tree: floating tensors, how many values, and what two trees have in the same places."""

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


def paired_parts(one: Any, other: Any) -> list[tuple[Any, Any]] | None:
    """The parts of two dicts by their keys, or of two lists by their places; None if that is not what they are."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [(value, other.get(key)) for key, value in one.items()]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return list(zip(one, other, strict=False))
    return None


def count_values(value: Any) -> int:
    """The numbers in all tensors of a value tree, and everything else that is no list, tuple or dict."""
    if issubclass(type(value), Tensor):
        return int(value.numel())
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(count_values, value)) if isinstance(value, list | tuple) else 1
