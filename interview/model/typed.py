"""Whether data that was read is what a record's annotations promise: as strictly as it would be written."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def is_typed(value: object, kind: Any) -> bool:
    """Whether a value is of a kind, to its innermost part; no number may be NaN or infinite."""
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = annotations_of(kind)
        return type(value) is kind and all(
            is_typed(getattr(value, field.name), hints[field.name]) for field in fields(kind)
        )
    if origin is Literal:
        return isinstance(value, str) and value in parts
    if origin in (Union, UnionType):
        return any(is_typed(value, part) for part in parts)
    if origin is tuple:
        return type(value) is tuple and all(is_typed(item, parts[0]) for item in value)
    if origin is list:
        return type(value) is list and all(is_typed(item, parts[0]) for item in value)
    if origin is dict:
        return type(value) is dict and all(
            is_typed(key, parts[0]) and is_typed(item, parts[1]) for key, item in value.items()
        )
    if kind is Any:
        return True
    if kind is float:
        return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
    return type(value) is (type(None) if kind is None else kind)


@cache
def annotations_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
