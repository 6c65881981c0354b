"""Kinds of mutants: methods that write into their tensor."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.calls import is_library, renamed
from interview.authoring.mutants.change import Change, altered, changed
from interview.authoring.mutants.reference import ReferenceTree

IN_PLACE = frozenset(
    {
        *("masked_fill", "add", "sub", "mul", "div", "clamp", "clamp_min", "clamp_max", "exp"),
        *("softmax", "scatter", "index_add", "relu", "sigmoid", "tanh", "round", "triu", "tril"),
    }
)
"""Methods of tensors that also exist with a final underscore, and softmax, which doesn't."""


def in_place_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """A method that writes into its tensor, unless nobody else has that tensor."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in IN_PLACE:
            if not is_library(value) and not is_temporary(tree, value, node):
                yield from changed(
                    "in place", node, altered(node, func=renamed(node.func, f"{name}_"))
                )


def is_temporary(tree: ReferenceTree, value: ast.expr, call: ast.Call) -> bool:
    """Whether a tensor was made just here, or by the variable's last line and is made anew in this one."""
    if not isinstance(value, ast.Name):
        return makes_a_tensor(value)
    parent = tree.parents.get(call)
    function = tree.function_around(call)
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]) if name == value.id and function:
            earlier = [
                n.value
                for n in ast.walk(function)
                if isinstance(n, ast.Assign)
                and n.lineno < call.lineno
                and any(isinstance(t, ast.Name) and t.id == name for t in n.targets)
            ]
            return bool(earlier) and makes_a_tensor(earlier[-1])
    return False


VIEWS = frozenset(
    {
        *("view", "reshape", "transpose", "permute", "unsqueeze", "squeeze", "expand", "flatten"),
        *("unflatten", "narrow", "select", "chunk", "split", "unbind", "to", "contiguous"),
        *("float", "detach", "type_as", "view_as", "expand_as", "diagonal", "movedim", "swapaxes"),
    }
)
"""Methods whose result may share its memory with the tensor."""


def makes_a_tensor(node: ast.AST) -> bool:
    """Whether an expression's value shares no memory with anything that has a name."""
    match node:
        case ast.BinOp() | ast.UnaryOp() | ast.Compare():
            return True
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in VIEWS:
            return makes_a_tensor(value)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"))):
            return False  # a layer may give back what it got
        case ast.Call(func=ast.Attribute()):
            return True
    return False
