"""Kinds of mutants: what is assigned or returned is spoilt; a tensor's first row stands for all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.calls import called_name
from interview.authoring.mutants.change import Change, changed, expression
from interview.authoring.mutants.reference import ReferenceTree

NUMBERS_OF = frozenset(
    {"size", "dim", "len", "int", "float", "item", "numel", "sqrt", "log", "tolist"}
)
"""Calls that give no tensor."""


LOSSES = frozenset({"cross_entropy", "mse_loss", "binary_cross_entropy_with_logits", "nll_loss"})
"""Functions that give one number, unless they are told to reduce nothing."""


def stored_value_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """What is assigned or returned is cut from its gradient, or loses its axes of length 1."""
    parent = tree.parents.get(node)
    stored = isinstance(parent, ast.Assign | ast.Return | ast.AugAssign) and parent.value is node
    if not stored or not isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Subscript):
        return
    name = called_name(node)
    if name in NUMBERS_OF or name[:1].isupper():
        return
    yield from changed("detached", node, method_called(node, "detach"))
    if not is_one_number(node):
        yield from changed("squeezed", node, method_called(node, "squeeze"))


def method_called(node: ast.expr, name: str) -> ast.Call:
    return ast.Call(ast.Attribute(node, name, ast.Load()), [], [])


def is_one_number(node: ast.expr) -> bool:
    """Whether a value has no axes, by what it is made of."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Attribute(attr="sum" | "mean"), args=[], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr="clamp" | "to" | "double" | "float")):
            return is_one_number(value)
        case ast.Call(keywords=keywords) if called_name(node) in LOSSES:
            texts = [k.value.value for k in keywords if isinstance(k.value, ast.Constant)]
            return "none" not in texts
        case ast.BinOp(left=left, right=right):
            return is_one_number(left) and is_one_number(right)
        case ast.UnaryOp(operand=operand):
            return is_one_number(operand)
    return False


ADDED = 1e-4
"""What is added to a divisor; of less it could not be told whether it is rounding."""


def divisor_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """A divisor with something small added, as if it might be zero."""
    match node:
        case ast.BinOp(op=ast.Div(), right=right):
            more = ast.BinOp(right, ast.Add(), ast.Constant(ADDED))
            yield from changed("eps added", right, more)


def first_row_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """The first row of a parameter stands for the whole batch, which broadcasting lets pass."""
    function = tree.function_around(node)
    if function is None or not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    parent = tree.parents.get(node)
    passed = isinstance(parent, ast.BinOp | ast.Compare | ast.UnaryOp | ast.Subscript)
    passed = passed or (isinstance(parent, ast.Call) and parent.func is not node)
    if passed and node.id in tensor_parameters(function):
        yield from changed("first row for all", node, expression(f"{node.id}[:1]"))


def tensor_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The parameters of a function that are tensors, or may be."""
    parameters = [*function.args.args, *function.args.kwonlyargs]
    told = {p.arg: ast.unparse(p.annotation) for p in parameters if p.annotation}
    return {name for name, text in told.items() if text in ("Tensor", "Tensor | None")}
