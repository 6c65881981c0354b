"""What a value from elsewhere has to look like: shapes, called with a value and its name, that raise ValueError."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from interview.messages import _

Shape: TypeAlias = Callable[[Any, str], None]
LONGEST_SHOWN = 60
"""Characters of a value that are shown where it is refused."""
DEEPEST = 30
"""Levels of lists and objects in one another; what we write has five."""


def refuse(name: str, expected: str, value: Any) -> None:
    """Raises ValueError."""
    shown = repr(value)
    if len(shown) > LONGEST_SHOWN:
        shown = f"{shown[:LONGEST_SHOWN]}…"
    text = _("{name}: expected {expected}, got {value}")
    raise ValueError(text.format(name=name, expected=expected, value=shown))


def number_between(low: float, high: float) -> Shape:
    """A finite number."""

    def check(value: Any, name: str) -> None:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        if not numeric or not low <= value <= high:
            text = _("a number from {low} to {high}")
            refuse(name, text.format(low=low, high=high), value)

    return check


def whole_between(low: int, high: int) -> Shape:
    def check(value: Any, name: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            text = _("a whole number from {low} to {high}")
            refuse(name, text.format(low=low, high=high), value)

    return check


def yes_or_no(value: Any, name: str) -> None:
    if not isinstance(value, bool):
        refuse(name, _("true or false"), value)


def any_text(value: Any, name: str) -> None:
    if not isinstance(value, str):
        refuse(name, _("text"), value)


def identifier(value: Any, name: str) -> None:
    """What names a misconception or a session."""
    sound = isinstance(value, str) and value and value.isprintable()
    if not sound or set(value) & {" ", ":"}:
        refuse(name, _("an id"), value)


def question_id(value: Any, name: str) -> None:
    """What names a question, of whichever bank: `attend`, or `mine:attend`."""
    parts = value.split(":") if isinstance(value, str) else [value]
    if len(parts) > 2:
        refuse(name, _("an id"), value)
    for part in parts:
        identifier(part, name)


def one_of(values: Collection[str]) -> Shape:
    def check(value: Any, name: str) -> None:
        if not isinstance(value, str) or value not in values:
            refuse(name, ", ".join(values), value)

    return check


def nullable(shape: Shape) -> Shape:
    def check(value: Any, name: str) -> None:
        if value is not None:
            shape(value, name)

    return check


def list_of(shape: Shape, fewest: int = 0) -> Shape:
    def check(value: Any, name: str) -> None:
        if not isinstance(value, list) or len(value) < fewest:
            refuse(name, _("a list") if not fewest else _("a list that is not empty"), value)
        for place, item in enumerate(value):
            shape(item, f"{name}[{place}]")

    return check


def record_of(keys: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """An object with these keys; others, of a later program, are left alone."""

    def check(value: Any, name: str) -> None:
        if not isinstance(value, dict):
            refuse(name, _("an object"), value)
        for key, shape in keys.items():
            if key not in value:
                raise ValueError(_("{names} is missing").format(names=f"{name}.{key}"))
            shape(value[key], f"{name}.{key}")
        for key, shape in (optional or {}).items():
            if key in value:
                shape(value[key], f"{name}.{key}")

    return check


def both(*shapes: Shape) -> Shape:
    """One after the other."""

    def check(value: Any, name: str) -> None:
        for shape in shapes:
            shape(value, name)

    return check


def check_plain(value: Any, name: str, depth: int = 0) -> None:
    """JSON without numbers that are none, and not so deep that it could not be read again."""
    if depth > DEEPEST:
        raise ValueError(_("{name}: lists in lists, too deep").format(name=name))
    if isinstance(value, float) and not math.isfinite(value):
        refuse(name, _("a number that is finite"), value)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        check_plain(item, name, depth + 1)
