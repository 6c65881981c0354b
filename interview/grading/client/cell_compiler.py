"""A program: cells of a notebook in, the same without what is no Python out, as JSON. Nothing of them is run.

A line that only IPython knows (`%magic`, `!command`, `name?`) is replaced where it keeps a cell from compiling,
so that what looks like one within a string stays. A cell that does not compile all the same is left out whole.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from typing import Any

MEMORY, COMPILER_SECONDS, MOST_LINES_TOLD = 2**30, 10, 20
IPYTHON_LINE = re.compile(
    r"^\s*(?:[%!?]|[\w.\[\], ]+=\s*[%!](?!=)|[\w.]+\s*\?{1,2}\s*$)|\s\?{1,2}\s*$|^\s*[\w.]+\?"
)
"""`%time f(x)`, `!pip install x`, `?f`, `files = !ls`, `f?`, `f??`."""
CELL_MAGIC = re.compile(r"^%%(\w+)")
PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun", "debug"})
"""After which a cell holds Python all the same."""


def cleaned_cell(source: str) -> dict[str, Any]:
    """A cell's `text`, with as many lines as before, and what is `left_out` of it."""
    lines = source.split("\n")
    left_out: list[dict[str, Any]] = []
    magic = CELL_MAGIC.match(lines[0])
    if magic and magic[1] not in PYTHON_MAGICS:
        told = {"kind": "cell_magic", "line": 1, "text": lines[0][:80]}
        return {"text": "\n" * (len(lines) - 1), "left_out": [told]}
    if magic:
        leave_line_out(lines, 0, left_out)
    while (error := compile_error(lines)) is not None:
        at = (error.lineno or 0) - 1
        if not (0 <= at < len(lines) and IPYTHON_LINE.search(lines[at])):
            told = {"kind": "cell_error", "line": error.lineno or 0, "text": str(error.msg)[:200]}
            return {"text": "\n" * (len(lines) - 1), "left_out": [told]}
        leave_line_out(lines, at, left_out)
    return {"text": "\n".join(lines), "left_out": left_out[:MOST_LINES_TOLD]}


def leave_line_out(lines: list[str], at: int, left_out: list[dict[str, Any]]) -> None:
    """Replaces a line, and those that it is continued in, by nothing that has the same place in a block."""
    left_out.append({"kind": "cell_line", "line": at + 1, "text": lines[at].strip()[:80]})
    indent = re.match(r"\s*", lines[at])
    following = lines[at].endswith("\\")
    lines[at] = (indent[0] if indent else "") + "pass"
    while following and at + 1 < len(lines):
        at += 1
        following = lines[at].endswith("\\")
        lines[at] = ""


def compile_error(lines: list[str]) -> SyntaxError | None:
    try:
        compile("\n".join(lines) + "\n", "cell", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, MemoryError, RecursionError) as error:
        return SyntaxError(str(error) or type(error).__name__)
    return None


def main() -> None:
    try:
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_CPU, (COMPILER_SECONDS, COMPILER_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass
    warnings.simplefilter("ignore")
    json.dump([cleaned_cell(source) for source in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
