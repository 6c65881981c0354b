"""Where two results that are told as data differ first, by more than rounding where any does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ROUNDING = 1e-6
"""What two floats may differ by, in proportion, and still be passed over where others differ by more."""


def what_differs(expected: Any, got: Any) -> tuple[list[Any], Any, Any]:
    """The way to the first value that differs by more than rounding, else at all, and both of it.

    Where they differ in nothing that is told, the way is empty and both are whole.
    """
    return first_unlike(expected, got, passed_over(expected, got))


def passed_over(expected: Any, got: Any) -> float:
    """What floats of the two may differ by and not be told: nothing, if no difference would be left."""
    return 0.0 if nearly_equal(expected, got, ROUNDING) else ROUNDING


def first_unlike(expected: Any, got: Any, rounding: float) -> tuple[list[Any], Any, Any]:
    e, g = items_of(expected), items_of(got)
    if e is not None and g is not None and e.keys() == g.keys():
        for key, value in e.items():
            if not nearly_equal(value, g[key], rounding):
                path, *both = first_unlike(value, g[key], rounding)
                return [key, *path], both[0], both[1]
    return [], expected, got


def unlike_elements(
    expected: Any, got: Any, rounding: float
) -> Iterator[tuple[tuple[int, ...], Any, Any]]:
    if isinstance(expected, list):
        for index, (e, g) in enumerate(zip(expected, got, strict=True)):
            for where, *both in unlike_elements(e, g, rounding):
                yield (index, *where), both[0], both[1]
    elif not nearly_equal(expected, got, rounding):
        yield (), expected, got


def nearly_equal(expected: Any, got: Any, rounding: float) -> bool:
    """Whether two values are alike, floats but for `rounding`; whole numbers and truth values exactly."""
    match expected, got:
        case {"tensor": e, **one}, {"tensor": g, **other}:
            return one == other and nearly_equal(e, g, rounding)
        case float(), float():
            return abs(expected - got) <= rounding * (1 + abs(expected))
    parts, others = items_of(expected), items_of(got)
    if parts is None or others is None:
        return type(expected) is type(got) and bool(expected == got)
    return parts.keys() == others.keys() and all(
        nearly_equal(value, others[key], rounding) for key, value in parts.items()
    )


def items_of(told: Any) -> dict[Any, Any] | None:
    """The parts of a list, tuple or dict by their places."""
    match told:
        case list() | {"tuple": list()}:
            return dict(enumerate(told if isinstance(told, list) else told["tuple"]))
        case {"dict": list(pairs)}:
            return {key if isinstance(key, str | int) else str(key): value for key, value in pairs}
    return None
