"""The head of a question's file: a few plain values at its top, read without the rest.

Every command reads all heads, so the usual form, `key: plain words` line by line, is read without
loading a YAML parser; anything else goes through one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

SIMPLE_LINE = re.compile(
    r"(?P<key>[a-z_]+): +"
    r'(?:"(?P<quoted>[^"\\\n]*)"|(?P<plain>\w(?:[^#:\\\n]|:(?=\S)|(?<=\S)#)*?)) *\n'
)
"""A line that means the same to YAML: no escapes, comments, or nested keys."""
EMPTY_LINE = re.compile(r"(#.*|---)?\s*\n")
HEAD_BYTES = 8192
"""Of a file in which its simple head is looked for."""


def path_from_here(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        here, whole = Path.cwd(), Path(os.path.abspath(path))
        return str(whole.relative_to(here)) if here.name else str(whole)
    except (ValueError, OSError):
        return str(path)


def line_from_here(line: str) -> str:
    """A problem that begins with a path, as it is told by who does not know where we are."""
    path, colon, rest = line.partition(":")
    return path_from_here(Path(path)) + colon + rest if os.path.isabs(path) else line


def read_head(path: Path, wanted: frozenset[str]) -> dict[str, Any]:
    """The plain values of the top-level keys `wanted`, as far as there are; raises QuestionError or OSError."""
    head = read_simple_head(path, wanted)
    return parse_head(path, wanted) if head is None else head


def read_simple_head(path: Path, wanted: frozenset[str]) -> dict[str, Any] | None:
    """The head if every line down to the last key wanted is simple, else None."""
    from interview.bank.files import read_start

    head: dict[str, Any] = {}
    text = read_start(path, HEAD_BYTES).decode("utf-8", errors="replace")
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        match = SIMPLE_LINE.fullmatch(line)
        if match is None:
            if EMPTY_LINE.fullmatch(line):
                continue
            return None
        if not line[:-1].isprintable():
            return None
        if match["key"] in wanted:
            head[match["key"]] = match["plain"] or match["quoted"]
            if len(head) == len(wanted):
                return None if "".join(lines[number : number + 1]).startswith(" ") else head
    return None


def parse_head(path: Path, wanted: frozenset[str]) -> dict[str, Any]:
    """The head of any YAML file; reads no further than to the last key wanted."""
    from interview.bank.source import top_level_pairs

    head: dict[str, Any] = {}
    for key, value in top_level_pairs(path):
        if key in wanted:
            head[key] = value
            if len(head) == len(wanted):
                break
    return head
