"""Values as plain data, as an example tells them: what JSON has no word for is tagged.

`{"tensor": [[...]], "dtype": "float64", "shape": [2, 3]}` (without its numbers where there are many),
`{"tuple": [...]}`, `{"dict": [[key, value], ...]}`, `{"float": "nan"}`, `{"object": "what it was"}`,
`{"given": name, "args": [...], "kwargs": {"dict": ...}}`, `{"earlier": [step, ...]}`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from interview.model.verdict import Example

ODD_NUMBERS = ("nan", "inf", "-inf")


def is_told_example(example: Example) -> bool:
    """Whether an example is one as the judge tells them."""
    named = (example.build, example.parameters, *example.calls)
    return all(is_told(value) for values in named for value in values.values()) and all(
        is_told_outcome(outcome) for outcome in (example.expected, example.got)
    )


def is_told_outcome(outcome: Mapping[str, Any]) -> bool:
    if outcome.keys() == {"results"}:
        return type(outcome["results"]) is list and is_told(outcome["results"])
    texts = all(type(text) is str for text in outcome.values())
    return outcome.keys() in ({"error"}, {"error", "message"}) and texts


def is_told(value: Any) -> bool:
    """Whether a value is told as above."""
    match value:
        case None | bool() | int() | str():
            return True
        case float():
            return math.isfinite(value)
        case list():
            return all(map(is_told, value))
        case {"dtype": str(), "shape": list(shape), **rest}:
            sizes = all(type(size) is int and size >= 0 for size in shape)
            return sizes and (
                not rest or (rest.keys() == {"tensor"} and fits(rest["tensor"], shape))
            )
    return isinstance(value, dict) and is_told_tag(value)


def is_told_tag(value: dict[str, Any]) -> bool:
    match value:
        case {"given": str(), "args": list(args), "kwargs": {"dict": _} as kwargs}:
            return len(value) == 3 and is_told(args) and is_told(kwargs)
        case {"tuple": list(items)} | {"earlier": [int(), *items]}:
            return len(value) == 1 and is_told(items)
        case {"dict": list(pairs)}:
            return (
                len(value) == 1
                and all(type(p) is list and len(p) == 2 for p in pairs)
                and is_told(pairs)
            )
        case {"float": text}:
            return len(value) == 1 and text in ODD_NUMBERS
        case {"object": str()}:
            return len(value) == 1
    return False


def fits(numbers: Any, shape: list[int]) -> bool:
    """Whether nested lists of numbers have this shape."""
    if not shape:
        return (type(numbers) in (bool, int, float) and math.isfinite(numbers)) or (
            numbers in ODD_NUMBERS
        )
    return (
        type(numbers) is list
        and len(numbers) == shape[0]
        and all(fits(part, shape[1:]) for part in numbers)
    )
