"""Idioms about loops in Python: over heads, over an axis, with what each turn costs."""

from __future__ import annotations

import ast

from interview.practice.exercise.syntax import Syntax, last_name, name_called

HEADS = frozenset({"num_heads", "n_heads", "nheads", "nhead", "n_head", "num_head", "heads", "H"})
PRODUCTS = frozenset({"matmul", "bmm", "einsum", "softmax", "linear", "exp"})


def is_loop_over_heads(syntax: Syntax, node: ast.AST) -> bool:
    """`for h in range(num_heads)`, in which h is used and matrices are multiplied."""
    name, over, body = turns(node)
    return last_name(over) in HEADS and uses(body, name) and computes(body)


def is_loop_over_axis(syntax: Syntax, node: ast.AST) -> bool:
    """One whose turns do not hang on each other: each takes its own part and hands nothing on."""
    name, over, body = turns(node)
    scope = syntax.scope(node)
    if isinstance(over, ast.Name):
        length = over.id in syntax.sizes(scope)
    elif isinstance(over, ast.Subscript):
        length = last_name(over.value) == "shape"
    else:
        length = name_called(over) == "size"
    return length and indexes_with(body, name) and computes(body) and not hands_on(syntax, node)


def turns(node: ast.AST) -> tuple[str, ast.AST, list[ast.AST]]:
    """The counter of a loop over `range(n)`, n, and what is done in each turn; nothing of other nodes."""
    match node:
        case ast.For(target=ast.Name(id=name), iter=counted, body=body):
            inner: list[ast.AST] = list(body)
        case ast.ListComp(elt=elt, generators=[one]) | ast.GeneratorExp(elt=elt, generators=[one]):
            name, counted, inner = last_name(one.target), one.iter, [elt]
        case _:
            return "", ast.Pass(), []
    match counted:
        case ast.Call(func=ast.Name(id="range"), args=[over]):
            return name, over, inner
    return "", ast.Pass(), []


def uses(body: list[ast.AST], name: str) -> bool:
    return any(
        isinstance(inner, ast.Name) and inner.id == name for one in body for inner in ast.walk(one)
    )


def computes(body: list[ast.AST]) -> bool:
    """Whether matrices are multiplied, or a softmax is taken."""
    return any(
        isinstance(inner, ast.MatMult) or name_called(inner) in PRODUCTS
        for one in body
        for inner in ast.walk(one)
    )


def indexes_with(body: list[ast.AST], name: str) -> bool:
    """Whether the counter stands in an index as it is, and in none as a part of a sum: a step before it."""
    indexes = [
        inner.slice for one in body for inner in ast.walk(one) if isinstance(inner, ast.Subscript)
    ]
    parts = [part for index in indexes for part in (index, *getattr(index, "elts", ()))]
    alone = any(isinstance(part, ast.Name) and part.id == name for part in parts)
    other = any(
        isinstance(inner, ast.BinOp | ast.Slice) and uses([inner], name)
        for index in indexes
        for inner in ast.walk(index)
    )
    return alone and not other


def hands_on(syntax: Syntax, node: ast.AST) -> bool:
    """Whether a turn may read what the one before has left: a name or a list that is made outside."""
    inside = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
    stored = {one.id for one in inside if isinstance(one.ctx, ast.Store)}
    outside = {
        one.id
        for one in ast.walk(syntax.scope(node))
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store) and one not in inside
    }
    if stored & outside or any(isinstance(one, ast.Break) for one in ast.walk(node)):
        return True
    grown = [
        one.func.value.id
        for one in ast.walk(node)
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in ("append", "extend", "insert")
        and isinstance(one.func.value, ast.Name)
    ]
    return any(sum(one.id == name for one in inside) > grown.count(name) for name in grown)


def grows_by_cat(syntax: Syntax, node: ast.AST) -> bool:
    """`ids = torch.cat([ids, new], dim=1)` in a loop."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[parts, *_]) as call):
            held = isinstance(parts, ast.List | ast.Tuple) and uses([*parts.elts], name)
            return (
                name_called(call) in ("cat", "concat", "hstack") and held and syntax.in_loop(node)
            )
    return False


def is_item_in_loop(syntax: Syntax, node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and name_called(node) == "item"
        and not node.args
        and syntax.in_loop(node)
    )
