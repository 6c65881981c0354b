"""The tensors in a value tree."""

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
