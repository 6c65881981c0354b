"""A wrong source as a debugging round hands it out: without what might tell its mistake."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

SHAPE_COMMENT = re.compile(r"#\s*\(")
"""A comment that tells a shape stays; any other might say what the code should have done."""
ANY_OTHER = re.compile(r"#(?!\s*\()")
STATEMENTS = ("body", "orelse", "finalbody")
"""The fields of a node in which others stand one after the other."""
ONE_LINE_DOCSTRING = re.compile(r'\s*""".*"""$')


def without_giveaways(source: str, reference: str) -> str:
    """The source without what might tell the mistake; no line of code changes.

    Comments go, except those that tell a shape; so does a one-line docstring the reference has not, and
    a statement that does nothing, which would show where something was taken out.
    """
    lines = source.splitlines()
    gone = set(idle_rows(source))
    for row, column in telling_comments(source):
        lines[row] = lines[row][:column].rstrip()
        if not lines[row]:
            gone.add(row)
    said = {line.strip() for line in reference.splitlines()}
    kept = [
        line
        for row, line in enumerate(lines)
        if row not in gone and (not ONE_LINE_DOCSTRING.match(line) or line.strip() in said)
    ]
    return "\n".join(kept) + "\n"


def idle_rows(source: str) -> Iterator[int]:
    """The rows of statements that do nothing among others that do something."""
    for node in with_statements(ast.parse(source)):
        for field in STATEMENTS:
            block: list[ast.stmt] = getattr(node, field, [])
            if len(block) > 1:
                idle = [statement for statement in block if does_nothing(statement)]
                for statement in idle[len(idle) == len(block) :]:  # a block needs one
                    yield from range(statement.lineno - 1, statement.end_lineno or statement.lineno)


def with_statements(node: ast.AST) -> Iterator[ast.AST]:
    """A module or a statement, and all that stand in it; what they are made of is passed over."""
    yield node
    for field in (*STATEMENTS, "handlers", "cases"):
        for part in getattr(node, field, []):
            yield from with_statements(part)


def does_nothing(statement: ast.stmt) -> bool:
    """`pass`, an `if` over it, or `if False`."""
    if isinstance(statement, ast.If):
        never = isinstance(statement.test, ast.Constant) and not statement.test.value
        return not statement.orelse and (never or all(map(does_nothing, statement.body)))
    return isinstance(statement, ast.Pass)


def telling_comments(source: str) -> Iterator[tuple[int, int]]:
    """Row and column of each comment that is no shape."""
    if not ANY_OTHER.search(source):  # nor a text with such a mark
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not SHAPE_COMMENT.match(token.string):
            yield token.start[0] - 1, token.start[1]


def left_giveaways(wrong: str, reference: str) -> Iterator[str]:
    """What still tells the mistake of a wrong source, and how an author gets rid of it."""
    try:
        (idle, said), (idle_in_reference, said_in_reference) = (
            telling_parts(source, reference) for source in (wrong, reference)
        )
    except SyntaxError:
        yield "without comments and added docstrings it is no Python: write it without them"
        return
    if idle > idle_in_reference:
        yield "a statement that does nothing shows the place: take out what is around it, too"
    if said - said_in_reference:
        yield "a docstring that the reference doesn't have may tell it: leave it out"


@lru_cache(maxsize=16)
def telling_parts(source: str, reference: str) -> tuple[int, Counter[str]]:
    """How many statements do nothing in what is shown, and its docstrings; of a reference once for all."""
    shown = ast.parse(without_giveaways(source, reference))
    return idle_statements(shown), Counter(docstrings(shown))


def idle_statements(tree: ast.Module) -> int:
    return sum(isinstance(node, ast.Pass) for node in with_statements(tree))


def docstrings(tree: ast.Module) -> Iterator[str]:
    documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
    for node in with_statements(tree):
        if isinstance(node, documented) and (said := ast.get_docstring(node)):
            yield said
