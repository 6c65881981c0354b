"""What can be said of a question's Python files without running them: nothing of a bank runs here."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.errors import QuestionError
from interview.text import inert


def parsed_code(path: Path) -> ast.Module:
    """The syntax tree of a bank's Python file; raises QuestionError of one line."""
    text = read_bank_file(path)
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(text)
    except SyntaxError as error:
        line, what = error.lineno or 1, error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        line, what = 1, str(error) or "nested too deeply"
    problem = (
        f"{path_from_here(path)}:{line}: not valid Python: {what}: mend the line, or the one before"
    )
    raise QuestionError([problem])


def defined_names(path: Path) -> set[str] | None:
    """What a file defines at its top; nothing if there is none, None if it can't be told."""
    if not path.exists():
        return set()
    try:
        tree = parsed_code(path)
    except QuestionError:
        return None
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.alias(name="*"):
                return None
            case ast.alias(name=name, asname=other):
                names.add(other or name.partition(".")[0])
    return names


def code_problems(paths: Sequence[Path], wanted: Sequence[str] = ()) -> Iterator[str]:
    """What keeps files from being executed: each of them has to define the names wanted."""
    for path in paths:
        try:
            parsed_code(path)
        except QuestionError as error:
            yield from error.problems
            continue
        yield from disturbing_lines(path)
        names = defined_names(path)
        for name in wanted:
            if name and names is not None and name not in names:
                yield f"{path_from_here(path)}:1: expected it to define {name!r}, got no such name: write it"


def disturbing_lines(path: Path) -> Iterator[str]:
    """Lines with characters that would do something to a terminal."""
    text = read_bank_file(path)
    if inert(text) == text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if names := [f"U+{ord(c):04X}" for c in dict.fromkeys(line) if inert(c) != c]:
            what = f"holds {', '.join(names)}: write an escape such as \\u202e"
            yield f"{path_from_here(path)}:{number}: {what}"
