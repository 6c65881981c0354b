"""A reference's text and its tree: where each node stands, and what is left alone from the start."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class ReferenceTree:
    """A reference, read once for all its changes."""

    def __init__(self, source: str) -> None:
        self.source = source.encode()
        self.tree = ast.parse(source)
        self.parents = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }
        self.texts: dict[str, Counter[str]] = {}
        """How often each text stands in a function, as far as it was asked for."""
        lines = self.source.split(b"\n")
        self.line_starts = [0]
        for line in lines:
            self.line_starts.append(self.line_starts[-1] + len(line) + 1)

    def span(self, nodes: tuple[ast.AST, ...]) -> tuple[int, int]:
        """From which byte to which adjacent nodes stand."""
        first, last = nodes[0], nodes[-1]
        start = self.line_starts[first.lineno - 1] + first.col_offset  # type: ignore[attr-defined]
        end = self.line_starts[last.end_lineno - 1] + last.end_col_offset  # type: ignore[attr-defined]
        return start, end

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The node itself, then what is around it, up to the module."""
        yield node
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function_around(self, node: ast.AST) -> FunctionNode | None:
        return next((a for a in self.ancestors(node) if isinstance(a, FunctionNode)), None)

    def class_around(self, node: ast.AST) -> ast.ClassDef | None:
        return next((a for a in self.ancestors(node) if isinstance(a, ast.ClassDef)), None)

    def qualified_name(self, node: ast.AST) -> str:
        """`CrossAttention.forward`: the definitions around a node; empty at the top of the file."""
        around = [
            a.name for a in self.ancestors(node) if isinstance(a, FunctionNode | ast.ClassDef)
        ]
        return ".".join(reversed(around))

    @cached_property
    def mutable(self) -> list[ast.AST]:
        """What may be changed: no annotations, docstrings, imports, texts of errors, or names of types."""
        found: list[ast.AST] = []
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += reversed(list(self.changeable_children(node)))
        return found

    def changeable_children(self, node: ast.AST) -> Iterator[ast.AST]:
        match node:
            case ast.Raise() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
                return
            case ast.AnnAssign(value=value):
                yield from [] if value is None else [value]
                return
            case ast.arguments(defaults=defaults, kw_defaults=more):
                yield from (default for default in [*defaults, *more] if default is not None)
                return
        for name, value in ast.iter_fields(node):
            if name in ("returns", "annotation", "bases"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not leaves_alone(node, child):
                    yield child

    def names_known(self, function: FunctionNode) -> list[str]:
        """A function's parameters and variables, in the order in which they appear."""
        names = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
        names += [a.arg for a in function.args.kwonlyargs]
        stored = [
            n
            for n in ast.walk(function)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ]
        names += [n.id for n in sorted(stored, key=lambda n: (n.lineno, n.col_offset))]
        return [name for name in dict.fromkeys(names) if name not in ("self", "_")]


def leaves_alone(node: ast.AST, child: ast.AST) -> bool:
    """Whether a child is a docstring, or a name for a type."""
    match child:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(value=ast.Subscript()):
            return isinstance(node, ast.Module)
    return False
