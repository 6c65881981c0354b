"""Kinds of mutants: another variable, another attribute."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.change import Change, altered, changed
from interview.authoring.mutants.reference import ReferenceTree

NEAREST = 3
"""So many names on either side, in the order in which they appear, are tried for one another."""
ATTRIBUTE_SIBLINGS = {
    "weight": "bias",
    "bias": "weight",
    "in_features": "out_features",
    "out_features": "in_features",
    "embedding_dim": "num_embeddings",
    "num_embeddings": "embedding_dim",
    "min": "max",
    "max": "min",
}
SAME_OF_ALL = ("dtype", "device")
"""Attributes that all tensors of one computation have in common."""


def variable_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Another variable of the function, near the one that stands there."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    function = tree.function_around(node)
    parent = tree.parents.get(node)
    if function is None or (isinstance(parent, ast.Attribute) and parent.attr in SAME_OF_ALL):
        return
    others = near(node.id, tree.names_known(function))
    yield from changed("variable", node, *(altered(node, id=other) for other in others))


def attribute_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """Another attribute of the object itself, or one that is taken for it."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Load()):
            others = near(name, attributes_set(tree, node))
            yield from changed("attribute", node, *(altered(node, attr=o) for o in others))
            if name == "training":
                yield from changed("switch", node, ast.Constant(True), ast.Constant(False))
        case ast.Attribute(attr=name, ctx=ast.Load()) if name in ATTRIBUTE_SIBLINGS:
            called = tree.parents.get(node)
            if not (isinstance(called, ast.Call) and called.func is node):
                other = altered(node, attr=ATTRIBUTE_SIBLINGS[name])
                yield from changed("attribute", node, other)


def near(name: str, names: list[str]) -> list[str]:
    """The names around one in a list."""
    if name not in names:
        return []
    at = names.index(name)
    return names[max(0, at - NEAREST) : at] + names[at + 1 : at + 1 + NEAREST]


def attributes_set(tree: ReferenceTree, node: ast.AST) -> list[str]:
    """The attributes that the class around a node gives itself, in order."""
    around = tree.class_around(node)
    if around is None:
        return []
    found = [
        n.attr
        for n in ast.walk(around)
        if isinstance(n, ast.Attribute)
        and isinstance(n.ctx, ast.Store)
        and isinstance(n.value, ast.Name)
        and n.value.id == "self"
    ]
    return list(dict.fromkeys(found))
