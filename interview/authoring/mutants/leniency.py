"""Kinds of mutants: what careless code takes for the same: elements counted for a shape, 0 for what is left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.change import Change, altered, changed, expression
from interview.authoring.mutants.reference import ReferenceTree


def lenient_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Shapes are compared by their numbers of elements; what is 0 is replaced as what is None or left out."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            counts = [count_of_shape(side) for side in (left, *others)]
            equality = all(isinstance(op, ast.Eq | ast.NotEq) for op in ops)
            if equality and all(counts) and any(map(tells_a_shape, (left, *others))):
                yield from changed(
                    "elements counted", node, altered(node, left=counts[0], comparators=counts[1:])
                )
        case ast.IfExp(
            test=ast.Compare(left=asked, ops=[op], comparators=[ast.Constant(value=None)])
        ):
            given, default = node.orelse, node.body
            if isinstance(op, ast.IsNot):
                given, default = default, given
            if ast.dump(given) == ast.dump(asked):
                either = ast.BoolOp(op=ast.Or(), values=[given, default])
                yield from changed("0 for None", node, either)
        case ast.FunctionDef(body=[*lines]) if numbers := numbers_by_default(node):
            first = lines[ast.get_docstring(node) is not None]
            for name, number in numbers.items():
                line = ast.parse(f"{name} = {name} or {number}").body[0]
                yield Change("0 for left out", (first,), (line, first))


def numbers_by_default(function: ast.FunctionDef) -> dict[str, float]:
    """The parameters that are a number other than 0 where they are left out, and the number."""
    told = function.args
    places = [*told.posonlyargs, *told.args]
    named = [*zip(reversed(places), reversed(told.defaults), strict=False)]
    return {
        parameter.arg: default.value
        for parameter, default in [*named, *zip(told.kwonlyargs, told.kw_defaults, strict=True)]
        if isinstance(default, ast.Constant) and isinstance(default.value, int | float)
        if default.value and not isinstance(default.value, bool)
    }


def tells_a_shape(node: ast.expr) -> bool:
    """`x.shape`, or a slice of it."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def count_of_shape(node: ast.expr) -> ast.expr | None:
    """How many elements a tensor of this shape has; None for what is no shape."""
    if tells_a_shape(node):
        return expression(f"{ast.unparse(node)}.numel()")
    if isinstance(node, ast.Tuple):
        return expression(f"torch.Size({ast.unparse(node)}).numel()")
    return None
