"""One change of a syntax tree: what stands there, and what is to stand there instead."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True, eq=False)
class Change:
    """Adjacent nodes, mostly one, and the nodes that take their place; none of the old is written to."""

    kind: str
    old: tuple[ast.AST, ...]
    new: tuple[ast.AST, ...]


def changed(kind: str, old: ast.AST, *new: ast.AST) -> Iterator[Change]:
    """One node, by each of these in its turn."""
    for node in new:
        if ast.dump(node) != ast.dump(old):
            yield Change(kind, (old,), (node,))


def altered(node: Node, **fields: Any) -> Node:
    """A copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def expression(text: str) -> ast.expr:
    """An expression from its text."""
    return ast.parse(text, mode="eval").body


def without(items: list[Any], index: int) -> list[Any]:
    return items[:index] + items[index + 1 :]


def neighbours_swapped(items: list[Any]) -> Iterator[list[Any]]:
    """The list with each two neighbours in its turn swapped."""
    for i in range(len(items) - 1):
        if ast.dump(items[i]) != ast.dump(items[i + 1]):
            yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def rebuilt(node: ast.AST, change: Change) -> ast.AST:
    """A copy of a node in which its own children are changed as told."""
    for name, value in ast.iter_fields(node):
        if value is change.old[0] and len(change.new) == 1:
            return altered(node, **{name: change.new[0]})
        if isinstance(value, list) and change.old[0] in value:
            at = value.index(change.old[0])
            return altered(
                node, **{name: [*value[:at], *change.new, *value[at + len(change.old) :]]}
            )
    raise ValueError(f"{ast.dump(change.old[0])} is no child of {ast.dump(node)}")
