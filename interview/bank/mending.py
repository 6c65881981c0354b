"""Data that is partly wrong -> the nearest record, so that one mistake does not hide all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from interview.bank.building import hints_of
from interview.bank.source import KeyPath

R = TypeVar("R")


def nearest_record(kind: type[R], data: Any) -> R:
    """A record of `kind` with what is right in `data`, and something harmless for the rest."""
    given = data if isinstance(data, dict) else {}
    hints = hints_of(kind)  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for part in fields(kind):  # type: ignore[arg-type]
        if part.name in given:
            values[part.name] = nearest_value(hints[part.name], given[part.name])
        elif part.default is MISSING and part.default_factory is MISSING:
            values[part.name] = nearest_value(hints[part.name], None)
    return kind(**values)


def nearest_value(hint: Any, data: Any) -> Any:
    if hint is Any:
        return data
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(data, list) and len(arguments) == 2 and arguments[1] is ...:
        return tuple(nearest_value(arguments[0], item) for item in readable(arguments[0], data))
    if origin is dict and isinstance(data, dict):
        return {str(key): nearest_value(arguments[1], item) for key, item in data.items()}
    if is_dataclass(hint):
        return nearest_record(hint, data)  # type: ignore[arg-type]
    if isinstance(data, bool) and hint in (int, float):
        return harmless_value(hint)
    try:
        return TypeAdapter(hint).validate_python(data)
    except ValidationError:
        return harmless_value(hint)


def readable(hint: Any, items: list[Any]) -> list[Any]:
    """All of a list but words that are none of a choice: another word in their place would say something."""
    return [item for item in items if get_origin(hint) is not Literal or item in get_args(hint)]


def harmless_value(hint: Any) -> Any:
    """The emptiest value of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return arguments[0]
    if origin is tuple:
        return () if arguments[-1] is ... else tuple(map(harmless_value, arguments))
    if origin is not None and origin is not dict:  # a union: its last part is None, if it may be
        return None if type(None) in arguments else harmless_value(arguments[0])
    return (origin or hint)()


def truths_for_numbers(hint: Any, data: Any, key: KeyPath = ()) -> Iterator[dict[str, Any]]:
    """Where `yes` or `true` stands in a number's place, which a validator takes for 1; in its own terms."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(data, bool):
        kinds = {hint, *arguments}
        if kinds & {int, float} and bool not in kinds:
            kind = "int_type" if int in kinds else "float_type"
            yield {"loc": key, "type": kind, "input": data}
    elif origin in (Union, UnionType):
        for part in arguments:
            yield from truths_for_numbers(part, data, key)
    elif is_dataclass(hint) and isinstance(data, dict):
        hints = hints_of(hint)  # type: ignore[arg-type]
        for name, item in data.items():
            yield from truths_for_numbers(hints.get(name), item, (*key, name))
    elif origin is dict and isinstance(data, dict):
        for name, item in data.items():
            yield from truths_for_numbers(arguments[1], item, (*key, name))
    elif origin is tuple and isinstance(data, list):
        for i, item in enumerate(data):
            yield from truths_for_numbers(arguments[0], item, (*key, i))
