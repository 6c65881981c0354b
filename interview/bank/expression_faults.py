"""What is wrong with an expression, told from its text alone: nothing is drawn. Knows no torch."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from interview.bank.expressions import (
    BINARY_OPERATORS,
    BUILTIN_NAMES,
    METHODS,
    UNARY_OPERATORS,
    ExpressionError,
    parsed_expression,
)

PARTS = (
    *(ast.Constant, ast.Name, ast.IfExp, ast.List, ast.Tuple, ast.Dict, ast.Subscript, ast.Slice),
    *(ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Attribute, ast.keyword, ast.expr_context),
    *BINARY_OPERATORS,
    *UNARY_OPERATORS,
)
"""What an expression may be made of; `Evaluator` evaluates each."""


def expression_faults(
    text: str, names: Collection[str], methods: Collection[str] = METHODS
) -> Iterator[str]:
    """Each with a remedy where there is one."""
    try:
        tree = parsed_expression(text)
    except ExpressionError as error:
        yield f"{error}: a plain text needs quotes within the quotes"
        return
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not isinstance(node, PARTS):
            yield f"{text!r}: {type(node).__name__} is not allowed here: put it into recipes.py"
        elif isinstance(node, ast.Name) and node.id not in BUILTIN_NAMES and node.id not in names:
            yield f"{text!r}: unknown name {node.id!r}: {nearest_name(node.id, names)}"
        elif isinstance(node, ast.Attribute) and (
            node.attr not in methods or id(node) not in called
        ):
            yield f"{text!r}: unknown method {node.attr!r}: {nearest_name(node.attr, methods)}"


def nearest_name(word: str, names: Collection[str]) -> str:
    near = get_close_matches(word, [*names, *BUILTIN_NAMES], n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"write \"'{word}'\" if it is a text"


def data_faults(data: Any, names: Collection[str]) -> Iterator[str]:
    """The same of all the strings in plain data."""
    match data:
        case str():
            yield from expression_faults(data, names)
        case list() | tuple():
            for item in data:
                yield from data_faults(item, names)
        case dict():
            for item in data.values():
                yield from data_faults(item, names)
