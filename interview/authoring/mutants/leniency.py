"""Kinds of mutants: what careless code takes for the same, as many elements for a shape, and 0 for None."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.change import Change, altered, changed, expression
from interview.authoring.mutants.reference import ReferenceTree


def lenient_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Shapes are compared by their numbers of elements; what is 0 is replaced as what is None."""
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
