"""An attempt's syntax tree with what surrounds each node: what a name holds, in which loop something stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.Module
Loop = ast.For | ast.While | ast.ListComp | ast.GeneratorExp


class Syntax:
    """Of one source; raises SyntaxError, and RecursionError where it is nested too deeply."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self.lines = source.splitlines()
        self.nodes = sorted(
            (node for node in ast.walk(self.tree) if isinstance(node, ast.expr | ast.stmt)),
            key=lambda node: (node.lineno, node.col_offset),
        )
        """Expressions and statements in the order of the file."""
        self.around: dict[ast.AST, ast.AST] = {
            child: parent
            for parent in ast.walk(self.tree)
            for child in ast.iter_child_nodes(parent)
        }

    def enclosing(self, node: ast.AST) -> Iterator[ast.AST]:
        """What stands around a node, the innermost first."""
        while node in self.around:
            node = self.around[node]
            yield node

    def scope(self, node: ast.AST) -> ast.AST:
        """The function that a node stands in, or the file."""
        return next((one for one in self.enclosing(node) if isinstance(one, Scope)), self.tree)

    def in_loop(self, node: ast.AST) -> bool:
        """Whether a node is carried out again and again within its function."""
        for one in self.enclosing(node):
            if isinstance(one, Scope):
                return False
            if isinstance(one, ast.For | ast.While):
                return True
        return False

    @cached_property
    def assigned(self) -> dict[tuple[ast.AST, str], list[ast.expr | None]]:
        """What each name of a function is given: the value, None where it is a part of one or counted on."""
        found: dict[tuple[ast.AST, str], list[ast.expr | None]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                parent = self.around[node]
                whole = isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr)
                value = getattr(parent, "value", None) if whole else None
                found.setdefault((self.scope(node), node.id), []).append(value)
        return found

    def value(self, node: ast.expr) -> ast.expr:
        """What a name holds, if it is given one thing and nothing else; else the node as it is."""
        for scope in (self.scope(node), self.tree):
            if isinstance(node, ast.Name):
                values = self.assigned.get((scope, node.id), [])
                if len(values) == 1 and values[0] is not None:
                    return values[0]
        return node

    def sizes(self, scope: ast.AST) -> set[str]:
        """The names that a tensor's shape was unpacked into, in one function."""
        return {
            name.id
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign) and is_shape(node.value)
            for target in node.targets
            if isinstance(target, ast.Tuple)
            for name in target.elts
            if isinstance(name, ast.Name)
        }


def is_shape(node: ast.expr) -> bool:
    """`x.shape`, `x.size()`, and slices of them."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    if isinstance(node, ast.Call):
        return name_called(node) == "size" and not node.args
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def name_called(node: ast.AST) -> str:
    """The last part of the name of what is called; nothing where the node is no call."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    return ""


def last_name(node: ast.AST) -> str:
    """`self.num_heads` and `num_heads` are both `num_heads`."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def operand(node: ast.Call) -> ast.expr | None:
    """What a tensor operation is called on: `x` of `x.softmax(-1)` and of `torch.softmax(x, -1)`."""
    match node.func:
        case ast.Attribute(value=owner) if last_name(owner) not in ("torch", "F", "functional"):
            return owner
    return node.args[0] if node.args else None


def argument(node: ast.Call, name: str, place: int) -> ast.expr | None:
    """An argument by its name or, counted as for a method, by its place."""
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    at = place + (operand(node) is not getattr(node.func, "value", None))
    return node.args[at] if at < len(node.args) else None


def holds_call(node: ast.AST, *names: str) -> bool:
    """Whether one of these is called somewhere in a node."""
    return any(name_called(one) in names for one in ast.walk(node))


def same_code(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)
