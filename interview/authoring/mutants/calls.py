"""Kinds of mutants: calls dropped or exchanged, their arguments, gradients cut, writing in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from interview.authoring.mutants.change import (
    Change,
    altered,
    changed,
    expression,
    neighbours_swapped,
    without,
)
from interview.authoring.mutants.reference import ReferenceTree
from interview.authoring.mutants.values import is_silent_keyword

SIBLINGS = (
    *(("softmax", "log_softmax", "sigmoid"), ("max", "min"), ("amax", "amin"), ("any", "all")),
    *(("argmax", "argmin"), ("sum", "mean"), ("triu", "tril"), ("ones", "zeros")),
    *(("ones_like", "zeros_like"), ("sin", "cos"), ("floor", "ceil"), ("relu", "gelu", "tanh")),
    *(("ReLU", "GELU", "Tanh"), ("no_grad", "enable_grad"), ("train", "eval"), ("exp", "expm1")),
    *(("log", "log1p"), ("append", "extend"), ("isdisjoint", "issubset"), ("cumsum", "cumprod")),
    *(("var", "std"), ("sqrt", "abs"), ("maximum", "minimum"), ("topk", "kthvalue"), ("int", "round")),
    *(("repeat", "expand"), ("repeat_interleave", "repeat"), ("eq", "ne"), ("stack", "cat")),
    *(("xavier_uniform_", "zeros_"), ("lower", "upper"), ("startswith", "endswith"), ("find", "rfind")),
    ("sqrt", "isqrt"),
)  # fmt: skip
"""Functions that are taken for one another."""
MORE_KEYWORDS = {
    "LayerNorm": ("eps", ("1e-12", "0.001")),
    "layer_norm": ("eps", ("1e-12", "0.001")),
    "gelu": ("approximate", ("'tanh'",)),
    "GELU": ("approximate", ("'tanh'",)),
    "var": ("correction", ("0",)),
    "std": ("correction", ("0",)),
    "normalize": ("eps", ("0.01",)),
    "cosine_similarity": ("eps", ("0.01",)),
}
"""Keywords with which a call means something else, where it doesn't have them."""
SILENT_CALLS = frozenset({"contiguous"})


def called_name(node: ast.AST) -> str:
    """The last part of the name that a call calls."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


def call_changes(tree: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """The call dropped, or exchanged for a sibling."""
    if not isinstance(node, ast.Call):
        return
    name = called_name(node)
    if not isinstance(tree.parents.get(node), ast.Expr) and name not in SILENT_CALLS:
        if isinstance(node.func, ast.Attribute) and not is_library(node.func.value):
            yield from changed("call dropped", node, node.func.value)
        if node.args and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
            yield from changed("call dropped", node, node.args[0])
    for others in SIBLINGS:
        if name in others:
            for other in others:
                if other != name:
                    yield from changed(
                        "sibling", node, altered(node, func=renamed(node.func, other))
                    )


def renamed(func: ast.expr, name: str) -> ast.expr:
    if isinstance(func, ast.Attribute):
        return altered(func, attr=name)
    return altered(func, id=name) if isinstance(func, ast.Name) else func


def is_library(node: ast.AST) -> bool:
    """Whether a name is a module's rather than a value's."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in ("torch", "nn", "F", "math")


COMMUTATIVE = frozenset({"transpose", "min", "max", "minimum", "maximum", "mse_loss", "isclose"})


def argument_changes(_: ReferenceTree, node: ast.AST) -> Iterator[Change]:
    """An argument less, two swapped, a keyword less or more."""
    if not isinstance(node, ast.Call):
        return
    name = called_name(node)
    for i in range(len(node.args)):
        yield from changed("argument dropped", node, altered(node, args=without(node.args, i)))
    if name not in COMMUTATIVE:
        for args in neighbours_swapped(node.args):
            yield from changed("arguments swapped", node, altered(node, args=args))
    for i, keyword in enumerate(node.keywords):
        if not is_silent_keyword(keyword):
            rest = without(node.keywords, i)
            yield from changed("keyword dropped", node, altered(node, keywords=rest))
    for i in range(len(node.keywords) - 1):
        yield from changed("arguments swapped", node, altered(node, keywords=exchanged(node, i)))
    if name in MORE_KEYWORDS:
        more, texts = MORE_KEYWORDS[name]
        if more not in [keyword.arg for keyword in node.keywords]:
            for text in texts:
                added = ast.keyword(arg=more, value=expression(text))
                yield from changed(
                    "keyword added", node, altered(node, keywords=[*node.keywords, added])
                )


def exchanged(node: ast.Call, i: int) -> list[ast.keyword]:
    """A call's keywords with the values of two neighbours swapped."""
    first, second = node.keywords[i], node.keywords[i + 1]
    pair = altered(first, value=second.value), altered(second, value=first.value)
    return [*node.keywords[:i], *pair, *node.keywords[i + 2 :]]
