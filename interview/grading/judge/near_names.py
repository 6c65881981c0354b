"""Names that an attempt doesn't define, and what it may have written in their place."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from difflib import get_close_matches

from interview.grading.wire.foreign import MAX_NAME


def near_names(names: Sequence[str], source: str) -> dict[str, str]:
    """Of names that a source doesn't define, the one most like it that it does, where one is."""
    try:
        nodes = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    defined = {node.name.casefold(): node.name for node in nodes if isinstance(node, kinds)}
    near = {name: get_close_matches(name.casefold(), defined, 1) for name in names}
    return {name: defined[found[0]][:MAX_NAME] for name, found in near.items() if found}
