"""Kinds of mutants: numbers, axes, names of dtypes, texts, slices."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.change import Change, altered, changed, expression
from interview.authoring.mutants.reference import ReferenceTree

TINY = 1e-3
"""A float below it is an eps. One twice as large is the same; only others that people write are tried."""
OTHER_EPS = [1e-5, 1e-3]
AXES = range(4)
OTHER_TEXTS = {"none": "sum", "mean": "sum", "sum": "mean"}
OTHER_DTYPES = {
    "float32": ("float64",),
    "long": ("int32", "float32"),
    "int64": ("int32", "float32"),
    "bool": ("uint8",),
}
NOT_LOWEST = "-10000.0"
"""What people write where the lowest number, or minus infinity, should stand, and scores may be lower."""


def number_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Numbers next to it, other axes, another eps; True for False; another text."""
    value = number_of(node)
    if value is None or isinstance(tree.parents.get(node), ast.UnaryOp):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = OTHER_TEXTS.get(node.value, "")
            yield from changed("text", node, ast.Constant(text))
        return
    if isinstance(value, bool):
        if not is_silent_keyword(tree.parents.get(node)):
            yield from changed("switch", node, ast.Constant(not value))
        return
    kind = "axis" if is_axis(tree, node) else "number"
    others = other_floats(value) if isinstance(value, float) else other_integers(value, kind)
    distinct = [other for other in dict.fromkeys(others) if other != value]
    yield from changed(kind, node, *(expression(repr(other)) for other in distinct))


def number_of(node: ast.AST) -> bool | int | float | None:
    """The number that a node is, its sign included."""
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None


SILENT_KEYWORDS = frozenset({"strict", "stable", "device"})
"""Without these a call does the same on the CPU, but for what it refuses."""


def is_silent_keyword(node: ast.AST | None) -> bool:
    return isinstance(node, ast.keyword) and node.arg in SILENT_KEYWORDS


def is_axis(tree: ReferenceTree, node: ast.AST) -> bool:
    match tree.parents.get(node):
        case ast.keyword(arg=name):
            return name in ("dim", "axis")
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in ("size", "transpose", "flatten", "unsqueeze", "squeeze", "cumsum")
    return False


def other_integers(value: int, kind: str) -> list[int]:
    if kind == "axis":  # counted from the same end, or it might be the same axis
        return [axis if value >= 0 else -1 - axis for axis in AXES]
    return [value + 1, value - 1, -value, 2 * value]


def other_floats(value: float) -> list[float]:
    if 0 < value < TINY:
        return OTHER_EPS
    return [2 * value, value / 2, -value, 0.0, 1.0]


def named_value_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Another dtype of torch's; a mask value that is large but not lowest."""
    match node:
        case ast.Attribute(value=ast.Name(id="torch"), attr=name) if name in OTHER_DTYPES:
            dtypes = (altered(node, attr=other) for other in OTHER_DTYPES[name])
            yield from changed("dtype", node, *dtypes)
        case ast.Attribute(attr="dtype"):
            yield from changed("dtype", node, expression("torch.float32"))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Attribute(attr="inf")):
            yield from changed("mask value", node, expression(NOT_LOWEST))
        case ast.Attribute(value=ast.Call(func=ast.Attribute(attr="finfo")), attr="min"):
            others = map(expression, (NOT_LOWEST, "-torch.inf"))
            yield from changed("mask value", node, *others)


def slice_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """A bound or a step less, or one element less at an open end."""
    if not isinstance(node, ast.Slice):
        return
    for name in ("lower", "upper", "step"):
        if getattr(node, name) is not None:
            yield from changed("slice", node, altered(node, **{name: None}))
    if node.step is None and (node.lower is None) != (node.upper is None):
        shorter = {"lower": "1"} if node.lower is None else {"upper": "-1"}
        fields = {name: expression(text) for name, text in shorter.items()}
        yield from changed("slice", node, altered(node, **fields))
