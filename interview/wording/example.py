"""A small input on which an attempt differs, as lines that a person can calculate along with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any, TypeAlias

from interview.messages import _
from interview.model.verdict import Example
from interview.wording.unlike import (
    ROUNDING,
    nearly_equal,
    passed_over,
    unlike_elements,
    what_differs,
)

Block: TypeAlias = list[str]
"""The lines of one value, with its name before the first."""
SHOWN_WEIGHTS = 24
"""Numbers in all weights together; of more it is only told how many there are."""
SHOWN_WHOLE, SHOWN_OF_MANY = 32, 4
"""A larger result is not printed as a whole, but so many of its elements that differ."""
ONE_LINE = 24
"""A tensor that takes no more characters stands in one line."""
BETWEEN = "   "
DIGITS = (3, 6, 9, 12, 17)


def example_lines(example: Example, width: int) -> list[str]:
    """What is built, its weights, what is passed, and expected beside got."""
    lines = [construction(example)] if example.constructed else []
    if example.parameters:
        lines += weight_lines(example.parameters, width)
    for number, call in enumerate(example.calls, 1):
        lines += call_lines(example, number, call, width)
    return [*lines, *outcome_lines(example, width)]


def construction(example: Example) -> str:
    build = ", ".join(f"{name}={in_line(value)}" for name, value in example.build.items())
    mode = _("training mode") if example.training else _("evaluation mode")
    return f"{example.of}({build}), {mode}"


def weight_lines(parameters: dict[str, Any], width: int) -> list[str]:
    count = sum(numbers_in(value) for value in parameters.values())
    if count > SHOWN_WEIGHTS:
        text = _("weights: {count} whole numbers, which `interview grade --example` prints")
        return [text.format(count=count)]
    return side_by_side([block(name, value) for name, value in parameters.items()], width)


def call_lines(example: Example, number: int, call: dict[str, Any], width: int) -> list[str]:
    blocks = [block(name, value) for name, value in call.items() if name != "method"]
    method = f".{call['method']}" if "method" in call else ""
    lines = side_by_side(blocks, width)
    if len(example.calls) == 1 and not method:
        return lines
    heading = _("call {number}{method}:").format(number=number, method=method)
    return [heading, *lines]


def outcome_lines(example: Example, width: int) -> list[str]:
    """The first value that differs, as expected and as it came."""
    if "error" in example.expected or "error" in example.got:
        blocks = [
            outcome_block(name, told)
            for name, told in ((_("expected"), example.expected), (_("got"), example.got))
        ]
        return side_by_side(blocks, width)
    path, expected, got = what_differs(example.expected["results"], example.got["results"])
    expected, got = told_apart(expected, got)
    place = path_in_words(path, len(example.calls))
    if numbers_in(expected) > SHOWN_WHOLE and same_shape(expected, got):
        return element_lines(place, expected, got)
    names = [f"{name} {place}".rstrip() for name in (_("expected"), _("got"))]
    digits = enough_digits(expected, got)
    values = (expected, got)
    return side_by_side([block(n, v, digits) for n, v in zip(names, values, strict=True)], width)


def told_apart(expected: Any, got: Any) -> tuple[Any, Any]:
    """Both by what they are, where their numbers are the same or read alike: shape and dtype, 0.0 for 0."""
    match expected, got:
        case {"tensor": e, **one}, {"tensor": g, **other} if one != other:
            alike = nearly_equal(e, g, ROUNDING)
        case _:
            alike = in_line(expected, DIGITS[-1]) == in_line(got, DIGITS[-1])
    return (by_kind(expected), by_kind(got)) if alike else (expected, got)


def by_kind(value: Any) -> Any:
    match value:
        case {"tensor": _, **kind}:
            return kind
        case float():
            return {"float": repr(value)}
    return value


def same_shape(expected: Any, got: Any) -> bool:
    match expected, got:
        case {"shape": one, "tensor": list()}, {"shape": other, "tensor": list()}:
            return bool(one == other)
    return False


def element_lines(place: str, expected: Any, got: Any) -> list[str]:
    """The first elements that differ of what is too large to be looked through."""
    text = _("at {place}: expected {expected}, got {got}")
    lines = []
    unlike = unlike_elements(expected["tensor"], got["tensor"], passed_over(expected, got))
    for where, e, g in islice(unlike, SHOWN_OF_MANY):
        digits = enough_digits(e, g)
        at = f"{place}{list(where)}"
        lines.append(text.format(place=at, expected=in_line(e, digits), got=in_line(g, digits)))
    return lines


def outcome_block(name: str, told: dict[str, Any]) -> Block:
    if "error" in told:
        message = told.get("message", "").partition("\n")[0]
        return [f"{name}: {told['error']}{': ' if message else ''}{message}"]
    results = told["results"]
    return block(name, results[0] if len(results) == 1 else results)


def path_in_words(path: Sequence[Any], calls: int) -> str:
    """Where in the results: `[1]['loss']`, after the number of the call where there are several."""
    if not path:
        return ""
    number, *inner = path
    place = "".join(f"[{key!r}]" for key in inner)
    if calls > 1:
        return _("of call {number}{place}").format(number=number + 1, place=place)
    return place


def block(name: str, value: Any, digits: int = DIGITS[0]) -> Block:
    """`name = value`, a tensor with its rows below each other."""
    head = f"{name} = "
    first, *others = value_lines(value, digits)
    return [head + first, *(" " * len(head) + line for line in others)]


def value_lines(value: Any, digits: int) -> list[str]:
    match value:
        case {"tensor": numbers}:
            return tensor_lines(numbers, digits)
        case {"tuple": items} if any(isinstance(item, dict) for item in items):
            return item_lines(items, "()", digits)
        case list() if any(isinstance(item, dict) for item in value):
            return item_lines(value, "[]", digits)
    return [in_line(value, digits)]


def item_lines(items: list[Any], brackets: str, digits: int) -> list[str]:
    """The items below each other."""
    lines = []
    for number, item in enumerate(items):
        first, *others = value_lines(item, digits)
        lines += [(brackets[0] if number == 0 else " ") + first, *(" " + line for line in others)]
        lines[-1] += "," if number < len(items) - 1 else brackets[1]
    return lines


def tensor_lines(numbers: Any, digits: int) -> list[str]:
    """Nested lists with their rows below each other, as columns, unless they are short."""
    if not isinstance(numbers, list):
        return [number_in_words(numbers, digits)]
    line = tensor_in_line(numbers, digits)
    if len(line) <= ONE_LINE or not numbers or not isinstance(numbers[0], list):
        return [line]
    return list(rows(numbers, column_widths(numbers, digits), digits))


def rows(numbers: list[Any], widths: list[int], digits: int) -> Iterator[str]:
    if not numbers or not isinstance(numbers[0], list):
        cells = zip(numbers, widths, strict=True)
        yield f"[{' '.join(number_in_words(n, digits).rjust(width) for n, width in cells)}]"
        return
    for index, part in enumerate(numbers):
        lines = list(rows(part, widths, digits))
        for number, line in enumerate(lines):
            begins, ends = index == 0 and number == 0, index == len(numbers) - 1
            closed = "]" if ends and number == len(lines) - 1 else ""
            yield f"{'[' if begins else ' '}{line}{closed}"


def column_widths(numbers: list[Any], digits: int) -> list[int]:
    """How wide each column of the innermost rows is."""
    if not numbers or not isinstance(numbers[0], list):
        return [len(number_in_words(number, digits)) for number in numbers]
    parts = [column_widths(part, digits) for part in numbers]
    return [max(column) for column in zip_longest(*parts, fillvalue=0)]


def tensor_in_line(numbers: Any, digits: int) -> str:
    if isinstance(numbers, list):
        return f"[{' '.join(tensor_in_line(item, digits) for item in numbers)}]"
    return number_in_words(numbers, digits)


def number_in_words(number: Any, digits: int) -> str:
    """Whole numbers as such, others with a few digits."""
    if isinstance(number, float):
        return f"{number:.{digits}g}" if number else "0"
    return str(number)


def in_line(value: Any, digits: int = DIGITS[0]) -> str:
    """A value in one line."""
    match value:
        case {"tensor": numbers}:
            return tensor_in_line(numbers, digits)
        case {"shape": shape, "dtype": dtype}:
            return _("a tensor {shape} {dtype}").format(shape=tuple(shape), dtype=dtype)
        case {"tuple": items}:
            comma = "," if len(items) == 1 else ""
            return f"({', '.join(in_line(item, digits) for item in items)}{comma})"
        case {"dict": pairs}:
            inner = (f"{in_line(key)}: {in_line(item, digits)}" for key, item in pairs)
            return "{" + ", ".join(inner) + "}"
        case {"float": text} | {"object": text}:
            return str(text)
        case {"given": name, "args": args, "kwargs": {"dict": pairs}}:
            parts = [in_line(item) for item in args] + [f"{k}={in_line(v)}" for k, v in pairs]
            return f"{name}({', '.join(parts)})"
        case {"earlier": [step, *path]}:
            place = "".join(f"[{key!r}]" for key in path)
            return _("the result of call {number}{place}").format(number=step + 1, place=place)
        case list():
            return f"[{', '.join(in_line(item, digits) for item in value)}]"
        case float():
            return number_in_words(value, digits)
    return repr(value)


def enough_digits(expected: Any, got: Any) -> int:
    """So many that the two can be told apart."""
    return next((d for d in DIGITS if in_line(expected, d) != in_line(got, d)), DIGITS[-1])


def numbers_in(told: Any) -> int:
    if isinstance(told, dict):
        told = told.get("tensor", [])
    return sum(map(numbers_in, told)) if isinstance(told, list) else 1


def side_by_side(blocks: list[Block], width: int) -> list[str]:
    """As many blocks beside each other as fit."""
    lines: list[str] = []
    row: list[Block] = []
    for one_more in blocks:
        if row and sum(map(widest, row)) + len(BETWEEN) * len(row) + widest(one_more) > width:
            lines += joined(row)
            row = []
        row.append(one_more)
    return [*lines, *joined(row)]


def widest(lines: Block) -> int:
    return max(map(len, lines))


def joined(row: list[Block]) -> Iterator[str]:
    widths = [widest(lines) for lines in row]
    for parts in zip_longest(*row, fillvalue=""):
        cells = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
        yield BETWEEN.join(cells).rstrip()
