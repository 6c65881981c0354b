"""From which line to which a statement goes, by any line of it."""

from __future__ import annotations

import ast
import linecache
import warnings
from collections.abc import Iterator
from contextlib import suppress

StatementSpan = tuple[int, int]
NO_STATEMENT: StatementSpan = (0, 0)


def statement_spans(filename: str) -> dict[int, StatementSpan]:
    """For each line of a file that was executed: the statement, or the head of a compound one, that it is of."""
    spans: dict[int, StatementSpan] = {}
    text = "".join(linecache.getlines(filename))
    with suppress(Exception), warnings.catch_warnings(action="ignore"):
        for first, last in statements_in(ast.parse(text)):
            spans |= dict.fromkeys(range(first, last + 1), (first, last))
    return spans


def statements_in(tree: ast.Module) -> Iterator[StatementSpan]:
    """What is nested comes after what it stands in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            last = node.end_lineno or node.lineno
            inner = [
                part.lineno for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt)
            ]
            if inner:
                last = max(node.lineno, min(last, min(inner) - 1))
            yield node.lineno, last
