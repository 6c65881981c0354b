"""Whether data that was read is what a record's annotations promise: as strictly as it would be written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

KindCheck: TypeAlias = Callable[[Any], bool]


def is_typed(value: object, kind: Any) -> bool:
    """Whether a value is of a kind, to its innermost part; no number may be NaN or infinite."""
    return check_of(kind)(value)


@cache
def check_of(kind: Any) -> KindCheck:
    """What tells whether a value is of a kind; a ledger has thousands of each."""
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return check_of_record(kind)
    if origin is Literal:
        return lambda value: isinstance(value, str) and value in parts
    if origin in (Union, UnionType):
        options = tuple(map(check_of, parts))
        return lambda value: any(check(value) for check in options)
    if origin in (tuple, list):
        of_item = check_of(parts[0])
        return lambda value: type(value) is origin and all(map(of_item, value))
    if origin is dict:
        of_key, of_value = map(check_of, parts)
        return lambda value: (
            type(value) is dict and all(map(of_key, value)) and all(map(of_value, value.values()))
        )
    if kind is Any:
        return lambda value: True
    if kind is float:
        return lambda value: type(value) in (int, float) and math.isfinite(value)
    exact = type(None) if kind is None else kind
    return lambda value: type(value) is exact


def check_of_record(kind: type) -> KindCheck:
    """The same for a dataclass, part by part."""
    hints = get_type_hints(kind)
    checks = [(field.name, check_of(hints[field.name])) for field in fields(kind)]
    return lambda value: (
        type(value) is kind and all(check(getattr(value, name)) for name, check in checks)
    )
