"""Kinds of mutants: operators, comparisons, logic."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.change import (
    Change,
    altered,
    changed,
    neighbours_swapped,
    without,
)
from interview.authoring.mutants.reference import ReferenceTree

OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mod, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
IN_ORDER = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
"""Operators whose operands can't change places."""
OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq, ast.Lt, ast.Gt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def operator_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Another operator, one operand alone, operands swapped, a sign or a negation less."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            others = OTHER_OPERATORS.get(type(op), ())
            yield from changed("operator", node, *(altered(node, op=other()) for other in others))
            yield from changed("operand dropped", node, left, right)
            if isinstance(op, IN_ORDER):
                yield from changed("operands swapped", node, altered(node, left=right, right=left))
        case ast.AugAssign(op=op, target=target, value=value):
            others = OTHER_OPERATORS.get(type(op), ())
            yield from changed("operator", node, *(altered(node, op=other()) for other in others))
            plain = ast.Assign(targets=[target], value=value, lineno=0)
            yield from changed("only assigned", node, plain)
        case ast.UnaryOp(op=op, operand=operand) if not isinstance(operand, ast.Constant):
            kind = "sign dropped" if isinstance(op, ast.USub) else "negation dropped"
            yield from changed(kind, node, operand)


def comparison_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Another comparison, one of a chain less, the edge on the other side."""
    if not isinstance(node, ast.Compare):
        return
    for i, op in enumerate(node.ops):
        for other in OTHER_COMPARISONS.get(type(op), ()):
            ops = [*node.ops[:i], other(), *node.ops[i + 1 :]]
            yield from changed("comparison", node, altered(node, ops=ops))
    if len(node.ops) > 1:
        first, *rest = node.comparators
        yield from changed(
            "comparison dropped",
            node,
            altered(node, left=first, ops=node.ops[1:], comparators=rest),
            altered(node, ops=node.ops[:-1], comparators=node.comparators[:-1]),
        )


def logic_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """`and` for `or`, a condition less, the other branch."""
    match node:
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield from changed("logic", node, altered(node, op=other))
            for i in range(len(values)):
                rest = without(values, i)
                left = rest[0] if len(rest) == 1 else altered(node, values=rest)
                yield from changed("condition dropped", node, left)
        case ast.IfExp(body=body, orelse=orelse):
            yield from changed("branch", node, body, orelse)


def order_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Elements of a tuple or a list change places: of an index, a result, or what is unpacked."""
    if isinstance(node, ast.Tuple | ast.List) and not order_is_free(tree, node):
        for elts in neighbours_swapped(node.elts):
            yield from changed("elements swapped", node, altered(node, elts=elts))


def order_is_free(tree: ReferenceTree, node: ast.Tuple | ast.List) -> bool:
    """Whether it is only asked what is in it, or equal values are unpacked into it."""
    match tree.parents.get(node):
        case ast.Compare(ops=[ast.In() | ast.NotIn()]):
            return True
        case ast.Assign(value=ast.Tuple(elts=values)):
            return len({ast.dump(value) for value in values}) == 1
    return False
