"""Kinds of mutants: lines, conditions, loops, refusals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from interview.authoring.mutants.change import Change, altered, changed
from interview.authoring.mutants.reference import FunctionNode, ReferenceTree

SIMPLE = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr
OTHER_ERRORS = {"ValueError": "TypeError", "TypeError": "ValueError"}


def line_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """A line less, `pass` for a jump, a refusal less or of another kind, a plain attribute for a buffer."""
    match node:
        case ast.Assign() | ast.AugAssign() | ast.Expr() | ast.AnnAssign(value=ast.expr()):
            yield from changed("line dropped", node, ast.Pass())
        case ast.Continue():
            yield from changed("jump", node, ast.Pass(), ast.Break())
        case ast.Break():
            yield from changed("jump", node, ast.Pass(), ast.Continue())
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) as error):
            yield from changed("refusal dropped", node, ast.Pass())
            if name in OTHER_ERRORS:
                other = altered(error, func=ast.Name(OTHER_ERRORS[name], ast.Load()))
                yield from changed("other error", node, altered(node, exc=other))
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=owner, attr="register_buffer"),
                args=[ast.Constant(value=str(name)), value],
            )
        ):
            target = ast.Attribute(owner, name, ast.Store())
            yield from changed("plain attribute", node, ast.Assign([target], value, lineno=0))


GOES_ON = frozenset({"append", "extend", "insert", "backward", "step", "add_", "mul_"})
"""Calls that do more each time."""
DONE_ONCE = re.compile(r"\b(masked_fill|clamp|normalize|where|list|sorted|truncate\w*|sum)\(")
"""A line with one of these does no more the second time, or may not."""


def doubled_line_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """A line that goes on from what it finds is carried out twice."""
    if isinstance(node, SIMPLE) and goes_on(node):
        yield Change("line doubled", (node,), (node, node))


def goes_on(line: ast.stmt) -> bool:
    """Whether a line carried out twice does something else."""
    match line:
        case ast.AugAssign(op=op):
            return not isinstance(op, ast.BitOr | ast.BitAnd)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in GOES_ON
        case ast.Assign(targets=[target], value=value) if not DONE_ONCE.search(ast.unparse(value)):
            found = names_in(value, ast.Load) - names_in(value, ast.Store)
            return bool(names_in(target, ast.Store) & found)
    return False


def condition_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """A condition that always holds, never holds, or is turned round."""
    if isinstance(node, ast.If | ast.While):
        test = node.test
        yield from changed("condition", test, ast.UnaryOp(ast.Not(), test), ast.Constant(False))
        if isinstance(node, ast.If):
            yield from changed("condition", test, ast.Constant(True))


def loop_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Without the first or the last round, the other way round, without the condition."""
    if isinstance(node, ast.For | ast.comprehension):
        items = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
        ends = (
            ast.Slice(lower=ast.Constant(1)),
            ast.Slice(upper=ast.UnaryOp(ast.USub(), ast.Constant(1))),
        )
        turned = ast.Slice(step=ast.UnaryOp(ast.USub(), ast.Constant(1)))
        unnamed = isinstance(node.target, ast.Name) and node.target.id == "_"
        for part in ends if unnamed else (*ends, turned):
            yield from changed("loop", node.iter, ast.Subscript(items, part, ast.Load()))
    if isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield from changed("condition", test, ast.Constant(True))


def swapped_line_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Two lines swapped of which the second needs the first, and would run without it."""
    for _, body in ast.iter_fields(node):
        if not isinstance(body, list):
            continue
        for first, second in pairwise(body):
            if isinstance(first, SIMPLE) and isinstance(second, SIMPLE):
                needed = names_in(first, ast.Store) & names_in(second, ast.Load)
                if needed and needed <= names_before(tree, first):
                    yield Change("lines swapped", (first, second), (second, first))


def names_in(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    found = (n for n in ast.walk(node) if isinstance(n, ast.Name))
    return {n.id for n in found if isinstance(n.ctx, context)}


def names_before(tree: ReferenceTree, line: ast.stmt) -> set[str]:
    """What has a value in a function before one of its lines."""
    function = tree.function_around(line)
    if not isinstance(function, FunctionNode):
        return set()
    stored = (n for n in ast.walk(function) if isinstance(n, ast.Name) and n.lineno < line.lineno)
    return {n.id for n in stored if isinstance(n.ctx, ast.Store)} | {
        a.arg for a in function.args.args
    }
