"""What the values are that a program passes: of which kinds, whatever they are worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import Tensor

from interview.model.placeholder import Given

PLAIN_VALUES = (bool, int, float, str, type(None))
"""What is the same in every run, as nothing of it is made for one."""


def argument_kind(value: Any) -> Any:
    """What sort of an argument it is; of what switches something on or off, which."""
    match value:
        case Tensor():
            return value.dtype, value.dim()
        case bool() | str() | None:
            return value
        case dict():
            return [(name, argument_kind(item)) for name, item in value.items()]
        case list() | tuple():
            return list(dict.fromkeys(repr(argument_kind(item)) for item in value))
        case Given():
            return value.name, argument_kind(value.kwargs)
    return type(value).__name__


def holds_only(kinds: tuple[type, ...], value: Any) -> bool:
    """Whether a value tree holds nothing but these."""
    if isinstance(value, dict):
        return all(holds_only(kinds, item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(holds_only(kinds, item) for item in value)
    return isinstance(value, kinds)


def has_floats(value: Any) -> bool:
    """Whether a floating tensor is in a value tree."""
    return any(part.is_floating_point() for part in leaves_of(value) if isinstance(part, Tensor))


def holds_given(value: Any) -> bool:
    """Whether something is in it that is built for the code."""
    return any(isinstance(part, Given) for part in leaves_of(value))


def leaves_of(value: Any) -> Iterator[Any]:
    """What a value tree holds, but for the lists and dicts that hold it."""
    match value:
        case dict():
            for item in value.values():
                yield from leaves_of(item)
        case list() | tuple():
            for item in value:
                yield from leaves_of(item)
        case _:
            yield value


def holds_no_fraction(value: Any) -> bool:
    """Whether a value tree is of whole numbers, words and switches: then torch's default dtype is its own.

    In float64 a table of counts would be exact that isn't for whoever asks for one with `torch.zeros`.
    """
    match value:
        case Tensor():
            return not value.is_floating_point()
        case dict():
            return all(map(holds_no_fraction, value.values()))
        case list() | tuple():
            return all(map(holds_no_fraction, value))
    return isinstance(value, bool | int | str | None)
